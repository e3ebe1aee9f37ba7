/* What the C versions of model c share: the run as it is given to them, luck by Philox4x32-10, durations by quantile
   tables with a guide, heaps, the calendar of days, the first choices of arrivals drawn a block at a time, and the
   table of how busy teams are. */
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { REQUEST, DISPUTE, DRS, ADVICE, MEDIATION, CONSIDER, REGISTRATION, RESPONSE, HEARING, DECISION,
       NO_DISPUTE, SETTLED, AGREED, NO_APPEAL, CONCEDED, DECIDED };
enum { OPEN_AT_START, ARRIVE, JOIN, START, RESUME, INTERRUPT, END, FULL, LEAVE, CLOCK_STARTED, CLOCK_STOPPED, CLOCK_EXPIRED, EXIT };
enum { K_CLOCK, K_CAPACITY, K_END, K_ARRIVAL, K_SESSION, K_DEPARTURE };
#define DAY 1440
#define LAST_KEY INT64_MAX
#define CHUNK 8
#define FEW 24
#define CLOSE 32
#define BLOCK 256
#define PARTS 4096

typedef struct {
  int64_t n, end, grid_size, n_sessions, certificate_days, registration, response, decision, hearing;
  const int64_t *joined, *number, *sessions;           /* sessions: minute, places */
  const double *grid, *drs, *mediation, *concedes;     /* tables: minutes, and the slope from each point on */
  const double *p;                                     /* dispute, drs, settles, mediation, agrees, appeal */
  const int32_t *guide;                                /* of each part of (0, 1): points of the grid before it */
  const uint32_t *purpose;                             /* the same six routes, then drs, mediation, concedes */
  uint32_t stream, seed, replication;
  int64_t servers[2], n_capacity;
  int32_t *log, *capacity, *held;                      /* rows of minute, case, event, stage; of minute, team, busy, queue;
                                                          and, a session, of minute, taken, waiting */
  int64_t *pool[2], *today[2], *unsorted[2], *late[2], *queue[3], *due, *clock;
  int32_t *days[2], *parts, *next, *heard;
  uint8_t *state, *stage;
} run_t;

static int64_t rows, waiting[3], busy[2], noted[2];
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

static int64_t quantile(const run_t *r, const double *lines, double u) {
  int64_t part = (int64_t)(u * PARTS), low = r->guide[part], high = r->guide[part + 1];
  while (low < high) { int64_t mid = (low + high) / 2; if (u < r->grid[mid]) high = mid; else low = mid + 1; }
  int64_t i = (low < 1 ? 1 : low > r->grid_size - 1 ? r->grid_size - 1 : low) - 1;
  int64_t minutes = (int64_t)nearbyint(lines[2 * i] + (u - r->grid[i]) * lines[2 * i + 1]);
  return minutes < 1 ? 1 : minutes;
}

static void push(int64_t *h, int64_t *size, int64_t key) {
  int64_t at = (*size)++;
  while (at > 0 && h[(at - 1) >> 1] > key) { h[at] = h[(at - 1) >> 1]; at = (at - 1) >> 1; }
  h[at] = key;
}

static void replace_first(int64_t *h, int64_t n, int64_t key) {
  /* The way of the least down to the end, and back up as far as need be: no branch that cannot be foreseen. */
  int64_t at = 0, child = 1;
  while (child + 1 < n) { child += h[child + 1] < h[child]; h[at] = h[child]; at = child; child = 2 * at + 1; }
  if (child < n) { h[at] = h[child]; at = child; }
  while (at > 0 && h[(at - 1) >> 1] > key) { h[at] = h[(at - 1) >> 1]; at = (at - 1) >> 1; }
  h[at] = key;
}

static int64_t pop(int64_t *h, int64_t *size) {
  int64_t least = h[0], n = --(*size);
  replace_first(h, n, h[n]);
  return least;
}

typedef struct {
  int64_t *pool, *today, *unsorted, *late;
  int32_t *days, *parts;
  int64_t at, n_today, n_late, until, n_pool, free_chunk;
} list_t;

static list_t new_list(const run_t *r, int which) {
  list_t l = {.pool = r->pool[which], .today = r->today[which], .unsorted = r->unsorted[which], .late = r->late[which],
              .days = r->days[which], .parts = r->parts, .n_pool = CHUNK};
  l.today[0] = LAST_KEY;
  for (int64_t i = 0; i <= r->end / DAY; i++) l.days[i] = 0;
  return l;
}

static inline void put(list_t *l, int64_t minute, int64_t key) {
  if (minute < l->until) { push(l->late, &l->n_late, key); return; }
  int64_t day = minute / DAY, end = l->days[day];
  if (((end + 1) & (CHUNK - 1)) <= 1) {
    int64_t chunk = l->free_chunk;
    if (chunk > 0) l->free_chunk = l->pool[chunk]; else { chunk = l->n_pool; l->n_pool += CHUNK; }
    l->pool[chunk] = end; end = chunk;
  }
  l->pool[end + 1] = key; l->days[day] = (int32_t)(end + 1);
}

static inline int64_t first(const list_t *l) {
  int64_t key = l->today[l->at];
  return l->n_late > 0 && l->late[0] < key ? l->late[0] : key;
}

static inline void take(list_t *l, int64_t key) { if (l->today[l->at] == key) l->at++; else pop(l->late, &l->n_late); }

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

static int64_t next_day(list_t *l) {
  /* Take the next day's keys out of the calendar; return how many there are. */
  int64_t day = l->until / DAY, n = 0, end = l->days[day];
  l->until += DAY;
  while (end > 0) {
    int64_t chunk = end & ~(int64_t)(CHUNK - 1);
    for (int64_t i = chunk + 1; i <= end; i++) l->unsorted[n++] = l->pool[i];
    end = l->pool[chunk]; l->pool[chunk] = l->free_chunk; l->free_chunk = chunk;
  }
  l->days[day] = 0;
  return n;
}

static void put_in_order(list_t *l, int64_t n) {
  int64_t begins = l->until - DAY, most = 0, before = 0;
  l->at = 0; l->n_today = n; l->today[n] = LAST_KEY;
  if (n <= FEW) { insert_all(l->unsorted, l->today, n); return; }
  int shift = 6;
  while (shift > 0 && (DAY >> shift) < n) shift--;
  int64_t parts = ((DAY - 1) >> shift) + 1;
  for (int64_t i = 0; i <= parts; i++) l->parts[i] = 0;
  for (int64_t i = 0; i < n; i++) l->parts[(((l->unsorted[i] >> 36) - begins) >> shift) + 1]++;
  for (int64_t i = 0; i < parts; i++) { if (l->parts[i + 1] > most) most = l->parts[i + 1]; l->parts[i + 1] += l->parts[i]; }
  for (int64_t i = 0; i < n; i++) l->today[l->parts[((l->unsorted[i] >> 36) - begins) >> shift]++] = l->unsorted[i];
  if (most > CLOSE)
    for (int64_t i = 0; i < parts; before = l->parts[i++])
      if (l->parts[i] - before > CLOSE) sort_by_heap(l->today + before, l->parts[i] - before);
  insert_all(l->today, l->today, n);
}

static void draw_ahead(const run_t *r, int stage, int route, int yes, int no, int64_t n) {
  /* Those of the block that stand at a choice: draw the luck of all of them, and send them on. */
  int64_t m = 0;
  for (int64_t i = 0; i < n; i++) if (ahead_stage[i] == stage) { ahead_who[m] = i; ahead_number[m++] = r->number[ahead_begins + i]; }
  uint64_t c1 = r->stream, c2 = r->purpose[route], k0 = r->seed, k1 = r->replication;
  for (int64_t i = 0; i < m; i++) ahead_luck[i] = philox((uint64_t)ahead_number[i], c1, c2, k0, k1);
  for (int64_t i = 0; i < m; i++) ahead_stage[ahead_who[i]] = (uint8_t)(ahead_luck[i] < r->p[route] ? yes : no);
}

static int first_stay(const run_t *r, int64_t i) {
  /* Return the stage that a case stays at first, or ends at; look a block ahead where it is not known. */
  if (i - ahead_begins >= BLOCK) {
    int64_t n = r->n - i < BLOCK ? r->n - i : BLOCK;
    ahead_begins = i;
    for (int64_t k = 0; k < n; k++) ahead_stage[k] = REQUEST;
    draw_ahead(r, REQUEST, 0, DISPUTE, NO_DISPUTE, n);
    draw_ahead(r, DISPUTE, 1, DRS, ADVICE, n);
    draw_ahead(r, ADVICE, 3, MEDIATION, CONSIDER, n);
    draw_ahead(r, CONSIDER, 5, REGISTRATION, NO_APPEAL, n);
  }
  return ahead_stage[i - ahead_begins];
}

static void note_team(run_t *r, int64_t minute, int team) {
  int64_t at = noted[team];
  if (at < 0 || r->capacity[4 * at] != minute) at = noted[team] = r->n_capacity++;
  int32_t *row = r->capacity + 4 * at;
  row[0] = (int32_t)minute; row[1] = team; row[2] = (int32_t)busy[team]; row[3] = (int32_t)waiting[team];
}

static void begin_tables(run_t *r) {
  rows = r->n_capacity = 0;
  ahead_begins = -BLOCK;
  for (int i = 0; i < 3; i++) waiting[i] = 0;
  for (int team = 0; team < 2; team++) { busy[team] = 0; noted[team] = -1; note_team(r, 0, team); }
}
