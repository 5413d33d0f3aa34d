"""Reports: what members say is nominal, until the Secretariat has decided."""
