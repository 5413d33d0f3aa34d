Closed user groups whose library tells law enforcement from intergovernmental organisations, started by one command.
