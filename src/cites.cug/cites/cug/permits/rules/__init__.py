"""What can be wrong with a permit: one module for each part of the form."""
