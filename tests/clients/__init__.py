"""The client for Python, against a served portal."""

import sys
from pathlib import Path


CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"
sys.path.insert(0, str(CLIENT / "src"))
