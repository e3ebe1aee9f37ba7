"""The three models in cimba (Python): process bodies compiled to run on a C engine, with draws of its own.

Its draws cannot be ours, so its answers are held against theory (a, b) or against ours within standard errors (c).
"""

import cimba as cb
import numpy as np
from cimba import inputs

from benchmarks import models as m
from sendsim.caseload.compiled import Compiled

GONE = 42
"""The signal of a timer that ends somebody's patience."""
DAY = 1440.0


class MM1(cb.Model):
    """Model a: customers in a store, one server."""

    customers: cb.Param[int] = 1000
    gap: cb.Input[float] = inputs.dist.exponential(mean=1 / m.LOAD)
    takes: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    queue: cb.Container
    wait: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.gap.next())
            self.queue.put(1)

    @cb.process
    def server(self):
        for _ in range(self.customers):
            self.queue.get(1)
            cb.hold(self.takes.next())

    @cb.on_end
    def measure(self):
        self.wait = self.queue.mean_level() / m.LOAD  # Little's law


class Customer(cb.Model):
    """A customer of model b."""

    at: cb.Ref["ErlangA"]

    @cb.process
    def live(self):
        me = cb.this_process()
        me.timer_set(self.at.patience.next(), GONE)
        if self.at.servers.acquire() == GONE:
            self.at.left += 1
        else:
            me.timers_clear()
            cb.hold(self.at.takes.next())
            self.at.servers.release()
        cb.release(self)


class ErlangA(cb.Model):
    """Model b: a process a customer."""

    customers: cb.Param[int] = 1000
    gap: cb.Input[float] = inputs.dist.exponential(mean=1 / m.RATE)
    takes: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    patience: cb.Input[float] = inputs.dist.exponential(mean=m.PATIENCE)
    servers: cb.Resource = cb.Resource(capacity=m.SERVERS)
    left: int = 0
    share_left: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.gap.next())
            cb.spawn(Customer, at=self)

    @cb.on_end
    def measure(self):
        self.share_left = self.left / self.customers


class Dispute(cb.Model):
    """A disputed request of model c."""

    at: cb.Ref["Send"]
    process_pointer: int = 0

    @cb.process
    def live(self):
        me = cb.this_process()
        self.process_pointer = me.pointer
        at = self.at
        going = True
        if cb.random.uniform() < m.P_DRS:
            at.facilitators.acquire()
            cb.hold(at.drs.next())
            at.facilitators.release()
            if cb.random.uniform() < m.P_DRS_SETTLES:
                at.settled += 1
                going = False
        if going and cb.random.uniform() < m.P_MEDIATION:
            me.timer_set((np.floor(cb.now() / DAY) + m.CERTIFICATE_DAYS + 1) * DAY - cb.now(), GONE)
            if at.mediators.acquire() != GONE:
                me.timers_clear()
                cb.hold(at.mediation.next())
                at.mediators.release()
                if cb.random.uniform() < m.P_AGREES:
                    at.agreed += 1
                    going = False
        if going and cb.random.uniform() >= m.P_APPEAL:
            at.no_appeal += 1
            going = False
        if going:
            cb.hold((m.REGISTRATION_DAYS + m.RESPONSE_DAYS) * DAY)
            ticket = at.listed.enqueue(self, 0)
            me.timer_set(at.concedes.next(), GONE)
            if cb.suspend() == GONE:
                at.listed.cancel(ticket)
                at.conceded += 1
            else:
                cb.hold(m.HEARING_HOURS * 60.0)
                cb.hold(m.DECISION_DAYS * DAY)
                at.decided += 1
        cb.release(self)


class Send(cb.Model):
    """Model c: a process a disputed request; hearings on five days a week."""

    places: cb.Param[float] = 1.0
    gap: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    drs: cb.Input[float] = inputs.dist.lognormal(mean=0.0, sigma=1.0)
    mediation: cb.Input[float] = inputs.dist.lognormal(mean=0.0, sigma=1.0)
    concedes: cb.Input[float] = inputs.dist.exponential(mean=7 * DAY / m.CONCEDED_PER_WEEK)
    facilitators: cb.Resource = cb.Resource(capacity=1)
    mediators: cb.Resource = cb.Resource(capacity=1)
    listed: cb.PriorityStore[Dispute]
    no_dispute: int = 0
    settled: int = 0
    agreed: int = 0
    no_appeal: int = 0
    conceded: int = 0
    decided: int = 0
    n_no_dispute: cb.Output[int]
    n_settled: cb.Output[int]
    n_agreed: cb.Output[int]
    n_no_appeal: cb.Output[int]
    n_conceded: cb.Output[int]
    n_decided: cb.Output[int]

    @cb.process
    def requests(self):
        while True:
            cb.hold(self.gap.next())
            if cb.random.uniform() < m.P_DISPUTE:
                cb.spawn(Dispute, at=self)
            else:
                self.no_dispute += 1

    @cb.process
    def hearings(self):
        day = 0
        given = 0.0
        cb.hold(600.0)
        while True:
            if day % 7 < 5:
                places = int(np.floor(given + self.places) - np.floor(given))
                given += self.places
                while places > 0 and self.listed.length() > 0:
                    first = self.listed.get()
                    process = cb.Process(first.process_pointer)
                    process.timers_clear()
                    process.resume(0)
                    places -= 1
            day += 1
            cb.hold(DAY)

    @cb.on_end
    def measure(self):
        self.n_no_dispute = self.no_dispute
        self.n_settled = self.settled
        self.n_agreed = self.agreed
        self.n_no_appeal = self.no_appeal
        self.n_conceded = self.conceded
        self.n_decided = self.decided


def _run(model: cb.Model, seed: int, **window: float) -> cb.Results:
    results = cb.Experiment(model, replications=1, window=cb.Window(**window), seed=seed).run()
    if results.failed.any():
        raise RuntimeError("the cimba trial failed")
    return results[model]


def mm1(customers: int, seed: int) -> dict[str, float]:
    """Return the mean wait in service times."""
    model = MM1()
    model.customers = customers
    return {"wait": float(_run(model, seed).wait.values.item())}


def erlang_a(customers: int, seed: int) -> dict[str, float]:
    """Return what share left."""
    model = ErlangA()
    model.customers = customers
    return {"left": float(_run(model, seed).share_left.values.item())}


def send(compiled: Compiled, seed: int) -> dict[str, int]:
    """Return how many cases ended in each way."""
    model = Send()
    model.gap = inputs.dist.exponential(mean=365.25 * DAY / compiled.plan.demand[0].per_year.value)
    for name, mean, sd in (
        ("drs", m.DRS_DAYS, m.DRS_SD),
        ("mediation", m.MEDIATION_DAYS, m.MEDIATION_SD),
    ):
        variance = np.log1p((sd / mean) ** 2)
        law = inputs.dist.lognormal(mean=float(np.log(mean * DAY) - variance / 2), sigma=float(np.sqrt(variance)))
        setattr(model, name, law)
    model.facilitators.initial_capacity = compiled.capacity[0][0][1]
    model.mediators.initial_capacity = compiled.capacity[1][0][1]
    weekdays = compiled.plan.days * 5 / 7
    model.places = sum(places for _, places in compiled.sessions[0]) / weekdays
    found = _run(model, seed, duration=float(compiled.end))
    return {name: int(getattr(found, f"n_{name}").values.item()) for name in m.C_ENDS}
