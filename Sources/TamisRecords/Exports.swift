// File formats are read and written in the house's words.
@_exported import Tamis
