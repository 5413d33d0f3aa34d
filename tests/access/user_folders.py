"""A user folder without a portal, in which plug-ins take each other's place."""


class Plugins:
    """Which plug-ins are active, by interface; refuses what Plone's would."""

    def __init__(self, active):
        self.active = {interface: list(names) for interface, names in active.items()}

    def listPluginIds(self, interface):
        return tuple(self.active[interface])

    def activatePlugin(self, interface, name):
        if name in self.active[interface]:
            raise KeyError(name)
        self.active[interface].append(name)

    def deactivatePlugin(self, interface, name):
        self.active[interface].remove(name)


class UserFolder(dict):
    """Plug-ins by name."""

    def __init__(self, active, **contents):
        super().__init__(contents)
        self.plugins = Plugins(active)

    objectIds = dict.keys
    _delObject = dict.__delitem__

    def _setObject(self, name, plugin):
        if name in self:
            raise KeyError(name)
        self[name] = plugin
