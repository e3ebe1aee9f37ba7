/* Model c by hand in C: the same algorithm as the fast engine (an event list of packed 64-bit keys by day, today's in order,
   the first choices of arrivals drawn a block at a time, queues as heaps, luck by Philox4x32-10, durations by quantile
   tables, a row a log entry), without its generality. It is the limit that a compiled engine is measured against; its log
   must be equal to the engine's, row for row, and so must how busy teams were and what sessions took. */
#include "twin.h"

enum { QUEUEING = 1, WORKING, WAITING, CLOSED };

static int64_t now, queue_size[3], session;
static list_t events;

static void note(run_t *r, int64_t i, int event, int stage) {
  int32_t *row = r->log + 4 * rows++;
  row[0] = (int32_t)now; row[1] = (int32_t)i; row[2] = event; row[3] = stage;
}

static int64_t schedule(run_t *r, int64_t minute, int kind, int64_t i) {
  if (minute >= r->end) return -1;
  int64_t key = (minute << 36) | ((int64_t)kind << 32) | i;
  put(&events, minute, key);
  return key;
}

static int64_t those_due(const run_t *r, int64_t n) {
  int64_t left = 0;
  for (int64_t i = 0; i < n; i++) {
    int64_t key = events.unsorted[i], who = key & 0xFFFFFFFF;
    int kind = (int)((key >> 32) & 15), due = 1;
    if (kind == K_CLOCK) due = r->clock[who] == key >> 36;
    else if (kind == K_END || kind == K_DEPARTURE) due = r->due[who] == key;
    events.unsorted[left] = key; left += due;
  }
  return left;
}

static void finish(run_t *r, int64_t i, int stage) {
  note(r, i, JOIN, stage); note(r, i, EXIT, stage);
  r->state[i] = CLOSED; r->clock[i] = -1; r->stage[i] = (uint8_t)stage;
}

static void serve(run_t *r, int team) {
  int stage = team == 0 ? DRS : MEDIATION;
  while (busy[team] < r->servers[team] && queue_size[team] > 0) {
    int64_t i = pop(r->queue[team], &queue_size[team]) & 0xFFFFFFFF;
    if (r->state[i] != QUEUEING || r->stage[i] != stage) continue;
    waiting[team]--; busy[team]++;
    r->state[i] = WORKING;
    int64_t takes = quantile(r, team == 0 ? r->drs : r->mediation, uniform(r, i, 6 + team));
    note(r, i, START, stage);
    note_team(r, now, team);
    if (team == 1 && r->clock[i] >= 0) { r->clock[i] = -1; note(r, i, CLOCK_STOPPED, stage); }
    r->due[i] = schedule(r, now + takes, K_END, i);
  }
}

static void join_queue(run_t *r, int64_t i, int which, int stage) {
  r->state[i] = QUEUEING; r->stage[i] = (uint8_t)stage; r->due[i] = -1; waiting[which]++;
  push(r->queue[which], &queue_size[which], (now << 32) | i);
}

static void rest(run_t *r, int64_t i, int stage, int64_t minutes) {
  note(r, i, JOIN, stage);
  r->state[i] = WAITING; r->stage[i] = (uint8_t)stage;
  r->due[i] = schedule(r, now + minutes, K_END, i);
}

static void consider(run_t *r, int64_t i) {
  note(r, i, JOIN, CONSIDER);
  if (uniform(r, i, 5) < r->p[5]) rest(r, i, REGISTRATION, r->registration); else finish(r, i, NO_APPEAL);
}

static void mediate(run_t *r, int64_t i) {
  note(r, i, JOIN, MEDIATION); note(r, i, CLOCK_STARTED, MEDIATION);
  r->clock[i] = (now / DAY + r->certificate_days + 1) * DAY;
  schedule(r, r->clock[i], K_CLOCK, i);
  join_queue(r, i, 1, MEDIATION);
  note_team(r, now, 1);
  serve(r, 1);
}

static void advice(run_t *r, int64_t i) {
  note(r, i, JOIN, ADVICE);
  if (uniform(r, i, 3) < r->p[3]) mediate(r, i); else consider(r, i);
}

static void arrive(run_t *r, int64_t i) {
  int to = first_stay(r, i);
  note(r, i, ARRIVE, REQUEST); note(r, i, JOIN, REQUEST);
  if (to == NO_DISPUTE) { finish(r, i, NO_DISPUTE); return; }
  note(r, i, JOIN, DISPUTE);
  if (to == DRS) { note(r, i, JOIN, DRS); join_queue(r, i, 0, DRS); note_team(r, now, 0); serve(r, 0); return; }
  note(r, i, JOIN, ADVICE);
  if (to == MEDIATION) { mediate(r, i); return; }
  note(r, i, JOIN, CONSIDER);
  if (to == REGISTRATION) rest(r, i, REGISTRATION, r->registration); else finish(r, i, NO_APPEAL);
}

static void hold_session(run_t *r) {
  int64_t places = r->sessions[2 * session + 1];
  int32_t *held = r->held + 3 * session++;
  if (session < r->n_sessions) schedule(r, r->sessions[2 * session], K_SESSION, 0);
  held[0] = (int32_t)now; held[1] = 0;
  while (held[1] < places && queue_size[2] > 0) {
    int64_t i = pop(r->queue[2], &queue_size[2]) & 0xFFFFFFFF;
    if (r->state[i] != QUEUEING || r->stage[i] != HEARING) continue;
    held[1]++; waiting[2]--;
    r->state[i] = WORKING;
    note(r, i, START, HEARING);
    r->due[i] = schedule(r, now + r->hearing, K_END, i);
  }
  held[2] = (int32_t)waiting[2];
}

int64_t run(run_t *r) {
  int64_t coming = 0;
  now = session = 0;
  events = new_list(r, 0);
  begin_tables(r);
  for (int i = 0; i < 3; i++) queue_size[i] = 0;
  for (int64_t i = 0; i < r->n; i++) { r->due[i] = r->clock[i] = -1; r->state[i] = 0; }
  if (r->n_sessions) schedule(r, r->sessions[0], K_SESSION, 0);
  while (1) {
    int64_t key = coming < r->n ? (r->joined[coming] << 36) | ((int64_t)K_ARRIVAL << 32) | coming : LAST_KEY;
    int64_t minute = coming < r->n ? r->joined[coming] : r->end - 1;
    while (events.at == events.n_today && events.n_late == 0 && events.until <= minute) {
      int64_t n = next_day(&events);
      put_in_order(&events, n > FEW ? those_due(r, n) : n);
    }
    int64_t event = first(&events);
    if (event < key) {
      key = event;
      take(&events, key);
    } else if (coming == r->n) break;
    else coming++;
    int64_t i = key & 0xFFFFFFFF;
    int kind = (int)((key >> 32) & 15);
    now = key >> 36;
    if (kind == K_ARRIVAL) {
      arrive(r, i);
    } else if (kind == K_SESSION) {
      hold_session(r);
    } else if (kind == K_CLOCK) {
      if (r->clock[i] != now) continue;
      r->clock[i] = -1;
      note(r, i, CLOCK_EXPIRED, r->stage[i]);
      if (r->state[i] == WORKING) continue;
      waiting[1]--;
      note_team(r, now, 1);
      consider(r, i);
    } else if (kind == K_DEPARTURE) {
      if (r->due[i] != key || r->state[i] != QUEUEING) continue;
      waiting[2]--;
      note(r, i, LEAVE, HEARING);
      finish(r, i, CONCEDED);
    } else {
      if (r->due[i] != key) continue;
      int stage = r->stage[i];
      r->due[i] = -1;
      note(r, i, END, stage);
      if (stage == DRS) {
        busy[0]--;
        note_team(r, now, 0);
        if (uniform(r, i, 2) < r->p[2]) finish(r, i, SETTLED); else advice(r, i);
        serve(r, 0);
      } else if (stage == MEDIATION) {
        busy[1]--;
        note_team(r, now, 1);
        if (uniform(r, i, 4) < r->p[4]) finish(r, i, AGREED); else consider(r, i);
        serve(r, 1);
      } else if (stage == REGISTRATION) {
        rest(r, i, RESPONSE, r->response);
      } else if (stage == RESPONSE) {
        note(r, i, JOIN, HEARING);
        join_queue(r, i, 2, HEARING);
        r->due[i] = schedule(r, now + quantile(r, r->concedes, uniform(r, i, 8)), K_DEPARTURE, i);
      } else if (stage == HEARING) {
        rest(r, i, DECISION, r->decision);
      } else {
        finish(r, i, DECIDED);
      }
    }
  }
  return rows;
}
