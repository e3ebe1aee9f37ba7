"""Models a and b in Ciw, salabim and simmer (R), as their manuals would have it, with draws of their own."""

from __future__ import annotations

import importlib.util
import json
import random
import shutil
import subprocess
from functools import cache

from benchmarks import models as m


def ciw_mm1(customers: int, seed: int) -> dict[str, float]:
    """Return the mean wait in service times."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=m.LOAD)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[1],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_customers(customers, method="Finish")
    waits = [record.waiting_time for record in run.get_all_records(only=["service"])]
    return {"wait": sum(waits) / len(waits)}


def ciw_erlang_a(customers: int, seed: int) -> dict[str, float]:
    """Return what share left."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=m.RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[m.SERVERS],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / m.PATIENCE)],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_time(customers / m.RATE)
    kinds = [record.record_type for record in run.get_all_records()]
    return {"left": kinds.count("renege") / len(kinds)}


def salabim_mm1(customers: int, seed: int) -> dict[str, float]:
    """Return the mean wait in service times."""
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(trace=False, random_seed=seed)
    server, draw = sim.Resource("server", capacity=1), random.Random(seed)
    waits: list[float] = []

    class Customer(sim.Component):
        def process(self):  # type: ignore[no-untyped-def]
            came = env.now()
            yield self.request(server)
            waits.append(env.now() - came)
            yield self.hold(draw.expovariate(1.0))

    class Source(sim.Component):
        def process(self):  # type: ignore[no-untyped-def]
            for _ in range(customers):
                yield self.hold(draw.expovariate(m.LOAD))
                Customer()

    Source()
    env.run()
    return {"wait": sum(waits) / len(waits)}


def salabim_erlang_a(customers: int, seed: int) -> dict[str, float]:
    """Return what share left."""
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(trace=False, random_seed=seed)
    servers, draw = sim.Resource("servers", capacity=m.SERVERS), random.Random(seed)
    left = 0

    class Customer(sim.Component):
        def process(self):  # type: ignore[no-untyped-def]
            nonlocal left
            yield self.request(servers, fail_delay=draw.expovariate(1 / m.PATIENCE))
            if self.failed():
                left += 1
            else:
                yield self.hold(draw.expovariate(1.0))

    class Source(sim.Component):
        def process(self):  # type: ignore[no-untyped-def]
            for _ in range(customers):
                yield self.hold(draw.expovariate(m.RATE))
                Customer()

    Source()
    env.run()
    return {"left": left / customers}


_R = """
suppressPackageStartupMessages(library(simmer))
set.seed({seed})
path <- trajectory() %>% {renege} seize("s") %>% {stay} timeout(function() rexp(1, 1)) %>% release("s")
began <- proc.time()[["user.self"]]
env <- simmer() %>% add_resource("s", {servers}) %>%
  add_generator("c", path, function() rexp(1, {rate})) %>% run({until})
took <- proc.time()[["user.self"]] - began
got <- get_mon_arrivals(env)
wait <- mean(got$end_time - got$start_time - got$activity_time)
cat(sprintf('{{"wait": %.9f, "left": %.9f, "seconds": %.4f}}', wait, mean(!got$finished), took))
"""


@cache
def has_simmer() -> bool:
    """Say whether R and simmer are here."""
    if shutil.which("Rscript") is None:
        return False
    return subprocess.run(["Rscript", "-e", "library(simmer)"], check=False, capture_output=True).returncode == 0


def simmer(model: str, customers: int, seed: int) -> dict[str, float]:
    """Return what simmer measured and its own seconds of CPU, without the start of R."""
    mm1 = model == "a"
    rate, servers = (m.LOAD, 1) if mm1 else (m.RATE, m.SERVERS)
    renege = "" if mm1 else f"renege_in(function() rexp(1, {1 / m.PATIENCE})) %>%"
    stay = "" if mm1 else "renege_abort() %>%"
    text = _R.format(seed=seed, rate=rate, servers=servers, until=customers / rate, renege=renege, stay=stay)
    done = subprocess.run(["Rscript", "-e", text], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def installed(name: str) -> bool:
    """Say whether a peer is installed (the extra ``bench``)."""
    return importlib.util.find_spec(name) is not None
