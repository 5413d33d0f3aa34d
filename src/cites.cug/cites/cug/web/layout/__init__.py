"""What surrounds the content of each page: head, navigation, foot, styles and scripts."""
