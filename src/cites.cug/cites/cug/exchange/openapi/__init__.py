"""Our interface described as OpenAPI 3.1, from what runs it.

Addresses, verbs and permissions come from the registrations of ZCML, parameters and keys
from the services, their types from the schemas by which values are read, answers and
examples from the recorded documentation. Nothing is described by hand a second time.
"""
