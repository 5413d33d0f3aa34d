"""Forms of members, on z3c.form: native inputs, every mistake named."""
