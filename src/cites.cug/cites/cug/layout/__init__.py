"""The page around each screen: head, navigation, foot; style and scripts."""
