/* Model c by hand in C: the same algorithm as the fast engine (an event list of packed 64-bit keys by day, today's in order,
   the first choices of arrivals drawn a block at a time, queues as heaps, luck by Philox4x32-10, durations by quantile
   tables, a row a log entry), without its generality. It is the limit that a compiled engine is measured against; its log
   must be equal to the engine's, row for row. */
#include <math.h>
#include <stdint.h>

enum { REQUEST, DISPUTE, DRS, ADVICE, MEDIATION, CONSIDER, REGISTRATION, RESPONSE, HEARING, DECISION,
       NO_DISPUTE, SETTLED, AGREED, NO_APPEAL, CONCEDED, DECIDED };
enum { OPEN_AT_START, ARRIVE, JOIN, START, RESUME, INTERRUPT, END, FULL, LEAVE, CLOCK_STARTED, CLOCK_STOPPED, CLOCK_EXPIRED, EXIT };
enum { K_CLOCK, K_CAPACITY, K_END, K_ARRIVAL, K_SESSION, K_DEPARTURE };
enum { QUEUEING = 1, WORKING, WAITING, CLOSED };
#define DAY 1440
#define LAST_KEY INT64_MAX
#define CHUNK 8
#define FEW 24
#define CLOSE 32
#define BLOCK 256

typedef struct {
  int64_t n, end, grid_size, n_sessions, certificate_days, registration, response, decision, hearing;
  const int64_t *joined, *number, *sessions;           /* sessions: minute, places */
  const double *grid, *drs, *mediation, *concedes;
  const double *p;                                     /* dispute, drs, settles, mediation, agrees, appeal */
  const uint32_t *purpose;                             /* the same six routes, then drs, mediation, concedes */
  uint32_t stream, seed, replication;
  int64_t servers[2];
  int32_t *log;                                        /* rows of minute, case, event, stage */
  int64_t *pool, *today, *unsorted, *late, *queue[3], *due, *clock, *counts;
  int32_t *days, *parts;
  uint8_t *state, *stage;
} run_t;

static int64_t now, rows, queue_size[3], waiting[3], busy[2], session;
static int64_t at, n_today, n_late, until, n_pool, free_chunk;           /* the event list */
static int64_t ahead_begins, ahead_who[BLOCK], ahead_number[BLOCK];      /* the block of arrivals that come next */
static double ahead_luck[BLOCK];
static uint8_t ahead_stage[BLOCK];                                       /* the stage where each stays, or ends */

static inline double philox(uint64_t c0, uint64_t c1, uint64_t c2, uint64_t k0, uint64_t k1) {
  uint64_t c3 = 0;
  for (int j = 0; j < 10; j++) {
    uint64_t p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = (p1 >> 32) ^ c1 ^ k0; c1 = p1 & 0xFFFFFFFFull; c2 = (p0 >> 32) ^ c3 ^ k1; c3 = p0 & 0xFFFFFFFFull;
    k0 = (k0 + 0x9E3779B9ull) & 0xFFFFFFFFull; k1 = (k1 + 0xBB67AE85ull) & 0xFFFFFFFFull;
  }
  return ((double)c0 + 0.5) * 0x1p-32;
}

static double uniform(const run_t *r, int64_t i, int purpose) {
  return philox((uint64_t)r->number[i], r->stream, r->purpose[purpose], r->seed, r->replication);
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
  if (minute < until) { push(r->late, &n_late, key); return key; }
  int64_t day = minute / DAY, end = r->days[day];
  if (((end + 1) & (CHUNK - 1)) <= 1) {
    int64_t chunk = free_chunk;
    if (chunk > 0) free_chunk = r->pool[chunk]; else { chunk = n_pool; n_pool += CHUNK; }
    r->pool[chunk] = end; end = chunk;
  }
  r->pool[end + 1] = key; r->days[day] = (int32_t)(end + 1);
  return key;
}

static void insert_all(const int64_t *keys, int64_t *into, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    int64_t key = keys[i], j = i;
    while (j > 0 && into[j - 1] > key) { into[j] = into[j - 1]; j--; }
    into[j] = key;
  }
}

static void sort_by_heap(int64_t *keys, int64_t count) {
  int64_t size = 0;
  while (size < count) push(keys, &size, -keys[size]);
  while (size > 0) { int64_t key = -pop(keys, &size); keys[size] = key; }
}

static int64_t those_due(const run_t *r, int64_t n) {
  int64_t left = 0;
  for (int64_t i = 0; i < n; i++) {
    int64_t key = r->unsorted[i], who = key & 0xFFFFFFFF;
    int kind = (int)((key >> 32) & 15), due = 1;
    if (kind == K_CLOCK) due = r->clock[who] == key >> 36;
    else if (kind == K_END || kind == K_DEPARTURE) due = r->due[who] == key;
    r->unsorted[left] = key; left += due;
  }
  return left;
}

static void next_day(run_t *r) {
  int64_t day = until / DAY, begins = until, n = 0, end = r->days[day], most = 0, before = 0;
  until += DAY;
  while (end > 0) {
    int64_t chunk = end & ~(int64_t)(CHUNK - 1);
    for (int64_t i = chunk + 1; i <= end; i++) r->unsorted[n++] = r->pool[i];
    end = r->pool[chunk]; r->pool[chunk] = free_chunk; free_chunk = chunk;
  }
  r->days[day] = 0;
  if (n > FEW) n = those_due(r, n);
  at = 0; n_today = n; r->today[n] = LAST_KEY;
  if (n <= FEW) { insert_all(r->unsorted, r->today, n); return; }
  int shift = 6;
  while (shift > 0 && (DAY >> shift) < n) shift--;
  int64_t parts = ((DAY - 1) >> shift) + 1;
  for (int64_t i = 0; i <= parts; i++) r->parts[i] = 0;
  for (int64_t i = 0; i < n; i++) r->parts[(((r->unsorted[i] >> 36) - begins) >> shift) + 1]++;
  for (int64_t i = 0; i < parts; i++) { if (r->parts[i + 1] > most) most = r->parts[i + 1]; r->parts[i + 1] += r->parts[i]; }
  for (int64_t i = 0; i < n; i++) r->today[r->parts[((r->unsorted[i] >> 36) - begins) >> shift]++] = r->unsorted[i];
  if (most > CLOSE)
    for (int64_t i = 0; i < parts; before = r->parts[i++])
      if (r->parts[i] - before > CLOSE) sort_by_heap(r->today + before, r->parts[i] - before);
  insert_all(r->today, r->today, n);
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

static void mediate(run_t *r, int64_t i) {
  note(r, i, JOIN, MEDIATION); note(r, i, CLOCK_STARTED, MEDIATION);
  r->clock[i] = (now / DAY + r->certificate_days + 1) * DAY;
  schedule(r, r->clock[i], K_CLOCK, i);
  join_queue(r, i, 1, MEDIATION);
  serve(r, 1);
}

static void advice(run_t *r, int64_t i) {
  note(r, i, JOIN, ADVICE);
  if (uniform(r, i, 3) < r->p[3]) mediate(r, i); else consider(r, i);
}

static int64_t draw_ahead(const run_t *r, int stage, double p, int yes, int no, int64_t n) {
  /* Those of the block that stand at a choice: draw the luck of all of them, and send them on. */
  int64_t m = 0;
  for (int64_t i = 0; i < n; i++) if (ahead_stage[i] == stage) { ahead_who[m] = i; ahead_number[m++] = r->number[ahead_begins + i]; }
  uint64_t c1 = r->stream, c2 = r->purpose[stage == REQUEST ? 0 : stage == DISPUTE ? 1 : stage == ADVICE ? 3 : 5];
  uint64_t k0 = r->seed, k1 = r->replication;
  for (int64_t i = 0; i < m; i++) ahead_luck[i] = philox((uint64_t)ahead_number[i], c1, c2, k0, k1);
  for (int64_t i = 0; i < m; i++) ahead_stage[ahead_who[i]] = (uint8_t)(ahead_luck[i] < p ? yes : no);
  return m;
}

static void look_ahead(const run_t *r, int64_t first) {
  int64_t n = r->n - first < BLOCK ? r->n - first : BLOCK;
  ahead_begins = first;
  for (int64_t i = 0; i < n; i++) ahead_stage[i] = REQUEST;
  draw_ahead(r, REQUEST, r->p[0], DISPUTE, NO_DISPUTE, n);
  draw_ahead(r, DISPUTE, r->p[1], DRS, ADVICE, n);
  draw_ahead(r, ADVICE, r->p[3], MEDIATION, CONSIDER, n);
  draw_ahead(r, CONSIDER, r->p[5], REGISTRATION, NO_APPEAL, n);
}

static void arrive(run_t *r, int64_t i) {
  if (i - ahead_begins >= BLOCK) look_ahead(r, i);
  int to = ahead_stage[i - ahead_begins];
  note(r, i, ARRIVE, REQUEST); note(r, i, JOIN, REQUEST);
  if (to == NO_DISPUTE) { finish(r, i, NO_DISPUTE); return; }
  note(r, i, JOIN, DISPUTE);
  if (to == DRS) { note(r, i, JOIN, DRS); join_queue(r, i, 0, DRS); serve(r, 0); return; }
  note(r, i, JOIN, ADVICE);
  if (to == MEDIATION) { mediate(r, i); return; }
  note(r, i, JOIN, CONSIDER);
  if (to == REGISTRATION) rest(r, i, REGISTRATION, r->registration); else finish(r, i, NO_APPEAL);
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
  int64_t coming = 0;
  now = rows = session = 0;
  at = n_today = n_late = until = free_chunk = 0;
  n_pool = CHUNK; ahead_begins = -BLOCK;
  r->today[0] = LAST_KEY;
  for (int64_t i = 0; i <= r->end / DAY; i++) r->days[i] = 0;
  for (int i = 0; i < 3; i++) queue_size[i] = waiting[i] = 0;
  busy[0] = busy[1] = 0;
  for (int64_t i = 0; i < r->n; i++) { r->due[i] = r->clock[i] = -1; r->state[i] = 0; }
  if (r->n_sessions) schedule(r, r->sessions[0], K_SESSION, 0);
  while (1) {
    int64_t key = coming < r->n ? (r->joined[coming] << 36) | ((int64_t)K_ARRIVAL << 32) | coming : LAST_KEY;
    int64_t minute = coming < r->n ? r->joined[coming] : r->end - 1;
    while (at == n_today && n_late == 0 && until <= minute) next_day(r);
    int64_t event = r->today[at];
    if (n_late > 0 && r->late[0] < event) event = r->late[0];
    if (event < key) {
      key = event;
      if (r->today[at] == key) at++; else pop(r->late, &n_late);
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
