"""A portal with the demonstration installed, to be read only."""

from cites.cug.demo.testing import CugLayer
from plone.app.testing import applyProfile, IntegrationTesting


class DemoLayer(CugLayer):
    def fill(self, portal) -> None:
        applyProfile(portal, "cites.cug:demo")


DEMO_FIXTURE = DemoLayer()
DEMO = IntegrationTesting(bases=(DEMO_FIXTURE,), name="cites.cug:Demo")
