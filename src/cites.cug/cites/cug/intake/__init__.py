"""What members hand in, by form or as JSON: checked alike, refused in their words."""
