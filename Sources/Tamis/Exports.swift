// `import Tamis` gives the words of all rooms.
@_exported import TamisBase
@_exported import TamisBoilerplate
@_exported import TamisSegments
@_exported import TamisText
