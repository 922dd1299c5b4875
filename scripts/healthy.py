"""Exit 0 when the newsroom on this machine answers /healthz; for the container's HEALTHCHECK."""

import os
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "localhost"
port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host}), timeout=5)
