"""Tells the authors of alerts of later alerts that are related to theirs."""
