"""JupyterHub for several trainers, each with a workshop of their own, on one PostgreSQL store.

    pip install "sendsim[hub,postgres]" and npm install --global configurable-http-proxy
    SENDSIM_STORE=postgresql://sendsim@127.0.0.1/sendsim  SENDSIM_PUBLIC_URL=https://training.example.org/ \
        SENDSIM_TRAINERS=jo,sam  SENDSIM_HUB_PASSWORD=...  jupyterhub -f deploy/jupyterhub_config.py

Trainers log in; participants only open a link. See docs/deploy.md for what to change on a real machine: who may log
in (``authenticator_class``) and as whom the workshops run (``spawner_class``).
"""

import os
import sys

c = get_config()  # noqa: F821  (given by JupyterHub)


def needed(name: str, what: str) -> str:
    """Return a setting of the environment, or say what is missing."""
    value = os.environ.get(name, "")
    if not value:
        sys.exit(f"{name} is not set: give {what}.")
    return value


c.JupyterHub.public_url = needed(
    "SENDSIM_PUBLIC_URL", "the address at which people reach the hub, with a slash at its end"
)
c.JupyterHub.bind_url = os.environ.get("SENDSIM_BIND_URL", "http://127.0.0.1:8000/")
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "Lax"}}
c.JupyterHub.db_url = os.environ.get("SENDSIM_HUB_DB", "sqlite:///jupyterhub.sqlite")

# One shared password for named trainers: enough to try it out. Use the log-in of your organisation (OAuth) for more.
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = needed("SENDSIM_HUB_PASSWORD", "the password that trainers share")
c.Authenticator.allowed_users = set(
    needed("SENDSIM_TRAINERS", "the names of the trainers, with commas between").split(",")
)

# Workshops run as the user who runs the hub; choose another spawner (systemd, Docker, Kubernetes) to keep them apart.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.environ.get("SENDSIM_HOMES", "/var/lib/sendsim") + "/{username}"
c.Spawner.cmd = [sys.executable, "-m", "sendsim.apps.hub"]
c.Spawner.default_url = "/lead"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {
    "SENDSIM_STORE": needed("SENDSIM_STORE", "a PostgreSQL store, such as postgresql://sendsim@127.0.0.1/sendsim"),
    "SENDSIM_PEOPLE": os.environ.get("SENDSIM_PEOPLE", "30"),
}

# For a hub on one machine: the proxy's own port and the hub's, both on this computer alone.
if "SENDSIM_PROXY_API" in os.environ:
    c.ConfigurableHTTPProxy.api_url = os.environ["SENDSIM_PROXY_API"]
if "SENDSIM_HUB_PORT" in os.environ:
    c.JupyterHub.hub_port = int(os.environ["SENDSIM_HUB_PORT"])
