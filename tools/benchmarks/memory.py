"""What a process holds in memory, as Linux tells it."""

from pathlib import Path


class ProcessMemory:
    """Of one process, in megabytes; ``folder`` is its folder in ``/proc``."""

    def __init__(self, folder: Path):
        self.folder = folder

    def forget_peak(self) -> float:
        """What it holds now. The peak is counted from here on."""
        (self.folder / "clear_refs").write_text("5")
        return self.tell("VmRSS")

    def peak(self) -> float:
        """The most that it held since ``forget_peak``."""
        return self.tell("VmHWM")

    def tell(self, name: str) -> float:
        lines = (self.folder / "status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith(f"{name}:"))
        return int(line.split()[1]) / 1024
