"""The trail as it grows, to a file and to a receiver that the operator has named."""
