"""How gunicorn serves: its own threads hold slow phones off, so it may face clients directly (PERFORMANCE.md, Pages)."""

from config import Config

_config = Config()
bind = f"{_config.bind}:{_config.port}"
workers = _config.web_workers
worker_class = "gthread"
threads = _config.web_threads
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
loglevel = "warning"
