// Who loads plugins cleans with them.
@_exported import Tamis
