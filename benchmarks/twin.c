/* Model c by hand in C: the same algorithm as the fast engine (an event list of packed 64-bit keys, queues as heaps, luck by
   Philox4x32-10, durations by quantile tables, a row a log entry), without its generality. It is the limit that a compiled
   engine is measured against; its log must be equal to the engine's, row for row. */
#include <math.h>
#include <stdint.h>

enum { REQUEST, DISPUTE, DRS, ADVICE, MEDIATION, CONSIDER, REGISTRATION, RESPONSE, HEARING, DECISION,
       NO_DISPUTE, SETTLED, AGREED, NO_APPEAL, CONCEDED, DECIDED };
enum { OPEN_AT_START, ARRIVE, JOIN, START, RESUME, INTERRUPT, END, FULL, LEAVE, CLOCK_STARTED, CLOCK_STOPPED, CLOCK_EXPIRED, EXIT };
enum { K_CLOCK, K_CAPACITY, K_END, K_ARRIVAL, K_SESSION, K_DEPARTURE };
enum { QUEUEING = 1, WORKING, WAITING, CLOSED };
#define DAY 1440

typedef struct {
  int64_t n, end, grid_size, n_sessions, certificate_days, registration, response, decision, hearing;
  const int64_t *joined, *number, *sessions;           /* sessions: minute, places */
  const double *grid, *drs, *mediation, *concedes;
  const double *p;                                     /* dispute, drs, settles, mediation, agrees, appeal */
  const uint32_t *purpose;                             /* the same six routes, then drs, mediation, concedes */
  uint32_t stream, seed, replication;
  int64_t servers[2];
  int32_t *log;                                        /* rows of minute, case, event, stage */
  int64_t *heap, *queue[3], *due, *clock, *counts;
  uint8_t *state, *stage;
} run_t;

static int64_t now, heap_size, rows, queue_size[3], waiting[3], busy[2], session;

static double uniform(const run_t *r, int64_t i, int purpose) {
  uint64_t c0 = (uint64_t)r->number[i], c1 = r->stream, c2 = r->purpose[purpose], c3 = 0, k0 = r->seed, k1 = r->replication;
  for (int j = 0; j < 10; j++) {
    uint64_t p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = (p1 >> 32) ^ c1 ^ k0; c1 = p1 & 0xFFFFFFFFull; c2 = (p0 >> 32) ^ c3 ^ k1; c3 = p0 & 0xFFFFFFFFull;
    k0 = (k0 + 0x9E3779B9ull) & 0xFFFFFFFFull; k1 = (k1 + 0xBB67AE85ull) & 0xFFFFFFFFull;
  }
  return ((double)c0 + 0.5) * 0x1p-32;
}

static int64_t quantile(const run_t *r, const double *q, double u) {
  int64_t low = 0, high = r->grid_size;
  while (low < high) { int64_t mid = (low + high) / 2; if (u < r->grid[mid]) high = mid; else low = mid + 1; }
  int64_t i = low < 1 ? 1 : low > r->grid_size - 1 ? r->grid_size - 1 : low;
  double value = q[i - 1] + (u - r->grid[i - 1]) * ((q[i] - q[i - 1]) / (r->grid[i] - r->grid[i - 1]));
  int64_t minutes = (int64_t)nearbyint(value);
  return minutes < 1 ? 1 : minutes;
}

static void push(int64_t *h, int64_t *size, int64_t key) {
  int64_t at = (*size)++;
  while (at > 0 && h[(at - 1) >> 1] > key) { h[at] = h[(at - 1) >> 1]; at = (at - 1) >> 1; }
  h[at] = key;
}

static int64_t pop(int64_t *h, int64_t *size) {
  int64_t least = h[0], last = h[--(*size)], at = 0, child = 1, n = *size;
  while (child < n) {
    if (child + 1 < n && h[child + 1] < h[child]) child++;
    if (h[child] >= last) break;
    h[at] = h[child]; at = child; child = 2 * at + 1;
  }
  h[at] = last;
  return least;
}

static void note(run_t *r, int64_t i, int event, int stage) {
  int32_t *row = r->log + 4 * rows++;
  row[0] = (int32_t)now; row[1] = (int32_t)i; row[2] = event; row[3] = stage;
}

static int64_t schedule(run_t *r, int64_t minute, int kind, int64_t i) {
  if (minute >= r->end) return -1;
  int64_t key = (minute << 36) | ((int64_t)kind << 32) | i;
  push(r->heap, &heap_size, key);
  return key;
}

static void finish(run_t *r, int64_t i, int stage) {
  note(r, i, JOIN, stage); note(r, i, EXIT, stage);
  r->state[i] = CLOSED; r->clock[i] = -1; r->counts[stage]++; r->stage[i] = (uint8_t)stage;
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

static void advice(run_t *r, int64_t i) {
  note(r, i, JOIN, ADVICE);
  if (uniform(r, i, 3) >= r->p[3]) { consider(r, i); return; }
  note(r, i, JOIN, MEDIATION); note(r, i, CLOCK_STARTED, MEDIATION);
  r->clock[i] = (now / DAY + r->certificate_days + 1) * DAY;
  schedule(r, r->clock[i], K_CLOCK, i);
  join_queue(r, i, 1, MEDIATION);
  serve(r, 1);
}

static void arrive(run_t *r, int64_t i) {
  note(r, i, ARRIVE, REQUEST); note(r, i, JOIN, REQUEST);
  if (uniform(r, i, 0) >= r->p[0]) { finish(r, i, NO_DISPUTE); return; }
  note(r, i, JOIN, DISPUTE);
  if (uniform(r, i, 1) >= r->p[1]) { advice(r, i); return; }
  note(r, i, JOIN, DRS);
  join_queue(r, i, 0, DRS);
  serve(r, 0);
}

static void hold_session(run_t *r) {
  int64_t places = r->sessions[2 * session + 1];
  session++;
  if (session < r->n_sessions) schedule(r, r->sessions[2 * session], K_SESSION, 0);
  while (places > 0 && queue_size[2] > 0) {
    int64_t i = pop(r->queue[2], &queue_size[2]) & 0xFFFFFFFF;
    if (r->state[i] != QUEUEING || r->stage[i] != HEARING) continue;
    places--; waiting[2]--;
    r->state[i] = WORKING;
    note(r, i, START, HEARING);
    r->due[i] = schedule(r, now + r->hearing, K_END, i);
  }
}

int64_t run(run_t *r) {
  now = heap_size = rows = session = 0;
  for (int i = 0; i < 3; i++) queue_size[i] = waiting[i] = 0;
  busy[0] = busy[1] = 0;
  for (int64_t i = 0; i < r->n; i++) { r->due[i] = r->clock[i] = -1; r->state[i] = 0; }
  if (r->n_sessions) schedule(r, r->sessions[0], K_SESSION, 0);
  if (r->n) schedule(r, r->joined[0], K_ARRIVAL, 0);
  while (heap_size > 0) {
    int64_t key = pop(r->heap, &heap_size), i = key & 0xFFFFFFFF;
    int kind = (int)((key >> 32) & 15);
    now = key >> 36;
    if (kind == K_ARRIVAL) {
      if (i + 1 < r->n) schedule(r, r->joined[i + 1], K_ARRIVAL, i + 1);
      arrive(r, i);
    } else if (kind == K_SESSION) {
      hold_session(r);
    } else if (kind == K_CLOCK) {
      if (r->clock[i] != now) continue;
      r->clock[i] = -1;
      note(r, i, CLOCK_EXPIRED, r->stage[i]);
      if (r->state[i] == WORKING) continue;
      waiting[1]--;
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
      if (stage == DRS || stage == MEDIATION) busy[stage == DRS ? 0 : 1]--;
      note(r, i, END, stage);
      if (stage == DRS) {
        if (uniform(r, i, 2) < r->p[2]) finish(r, i, SETTLED); else advice(r, i);
        serve(r, 0);
      } else if (stage == MEDIATION) {
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
