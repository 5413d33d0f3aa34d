"""The ZCML directive ``cug:job``: a function that runs at intervals."""

from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.jobs.job_threads import DEADLINE
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, UTC
from inspect import Parameter, signature
from typing import Any
from zope.component.zcml import utility
from zope.configuration.config import ConfigurationContext
from zope.configuration.fields import GlobalObject
from zope.interface import implementer, Interface
from zope.schema import Int, TextLine


class IJobDirective(Interface):
    """The attributes of the directive."""

    name = TextLine(title="What it does")
    run = GlobalObject(title="The function; it gets the time if it takes an argument")
    every = Int(title="Seconds from the end of a run to the beginning of the next")
    deadline = Int(title="Seconds after which a run counts as hanging", required=False)


@implementer(IClockJob)
@dataclass
class Job:
    """A job that keeps nothing from one run to the next."""

    function: Callable[..., bool | None]
    every: float
    deadline: float = DEADLINE

    def run(self) -> bool | None:
        parameters = signature(self.function).parameters.values()
        takes_time = any(one.default is Parameter.empty for one in parameters)
        return self.function(datetime.now(UTC)) if takes_time else self.function()


def register_job(
    context: ConfigurationContext, name: str, run: Any, **times: float
) -> None:
    utility(context, provides=IClockJob, component=Job(run, **times), name=name)
