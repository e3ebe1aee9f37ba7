/* Model c by hand in C, the start of work known when a case joins. While a case meets nobody's team its whole way is worked
   out at once; at a team or the list for hearings its start is the earliest free server, or place, and it leaves instead
   where that comes after the day on which it would; only joins that others can come between stand on an event list. That is
   exact because those who wait are served in the order in which they joined, work is never put aside, and all that can end
   a wait (the certificate, a concession) has its day by then.

   Its log has the rows of the fast engine's: case by case, as they are worked out; or, compiled with IN_ORDER, in the same
   order, events then being put away with their day and written when all of the day is known. Teams and sessions as well. */
#include "twin.h"

/* What happens at one event, and the rows that it leaves. */
enum { DRS_SETTLES, DRS_MEDIATES, DRS_APPEALS, DRS_ENDS, AGREES, APPEALS, ENDS, EXPIRED_APPEALS, EXPIRED_ENDS, REGISTERED,
       RESPONDED, CONCEDES, HEARD, DECIDES, STARTS_DRS, STARTS_MEDIATION, STARTS_HEARING,
       COMES, COMES_TO_DRS, COMES_TO_MEDIATION, COMES_AND_APPEALS, COMES_TO_NO_APPEAL, AT_ONCE = 32 };
#define ROW(event, stage) ((uint64_t)(event) | (uint64_t)(stage) << 32)
#define FINISH(stage) ROW(JOIN, stage), ROW(EXIT, stage)
#define DISPUTED ROW(ARRIVE, REQUEST), ROW(JOIN, REQUEST), ROW(JOIN, DISPUTE)
#define MEDIATES ROW(JOIN, ADVICE), ROW(JOIN, MEDIATION), ROW(CLOCK_STARTED, MEDIATION)
#define GOES_ON ROW(JOIN, CONSIDER), ROW(JOIN, REGISTRATION)
#define GIVES_UP ROW(JOIN, CONSIDER), FINISH(NO_APPEAL)
static const struct { int64_t n; uint64_t row[8]; } leaves[32] = {
  [DRS_SETTLES] = {3, {ROW(END, DRS), FINISH(SETTLED)}},
  [DRS_MEDIATES] = {4, {ROW(END, DRS), MEDIATES}},
  [DRS_APPEALS] = {4, {ROW(END, DRS), ROW(JOIN, ADVICE), GOES_ON}},
  [DRS_ENDS] = {5, {ROW(END, DRS), ROW(JOIN, ADVICE), GIVES_UP}},
  [AGREES] = {3, {ROW(END, MEDIATION), FINISH(AGREED)}},
  [APPEALS] = {3, {ROW(END, MEDIATION), GOES_ON}},
  [ENDS] = {4, {ROW(END, MEDIATION), GIVES_UP}},
  [EXPIRED_APPEALS] = {3, {ROW(CLOCK_EXPIRED, MEDIATION), GOES_ON}},
  [EXPIRED_ENDS] = {4, {ROW(CLOCK_EXPIRED, MEDIATION), GIVES_UP}},
  [REGISTERED] = {2, {ROW(END, REGISTRATION), ROW(JOIN, RESPONSE)}},
  [RESPONDED] = {2, {ROW(END, RESPONSE), ROW(JOIN, HEARING)}},
  [CONCEDES] = {3, {ROW(LEAVE, HEARING), FINISH(CONCEDED)}},
  [HEARD] = {2, {ROW(END, HEARING), ROW(JOIN, DECISION)}},
  [DECIDES] = {3, {ROW(END, DECISION), FINISH(DECIDED)}},
  [STARTS_DRS] = {1, {ROW(START, DRS)}},
  [STARTS_MEDIATION] = {2, {ROW(START, MEDIATION), ROW(CLOCK_STOPPED, MEDIATION)}},
  [STARTS_HEARING] = {1, {ROW(START, HEARING)}},
  [COMES] = {4, {ROW(ARRIVE, REQUEST), ROW(JOIN, REQUEST), FINISH(NO_DISPUTE)}},
  [COMES_TO_DRS] = {4, {DISPUTED, ROW(JOIN, DRS)}},
  [COMES_TO_MEDIATION] = {6, {DISPUTED, MEDIATES}},
  [COMES_AND_APPEALS] = {6, {DISPUTED, ROW(JOIN, ADVICE), GOES_ON}},
  [COMES_TO_NO_APPEAL] = {7, {DISPUTED, ROW(JOIN, ADVICE), GIVES_UP}},
};

static list_t joins, told;
static int64_t session, places;                        /* the next session with a place, and how many it has */
static int64_t n_heard, at_heard, at_session;

static inline void write_rows(run_t *r, int64_t minute, int64_t i, int what) {
  uint64_t *row = (uint64_t *)(r->log + 4 * rows), who = (uint64_t)minute | (uint64_t)i << 32;
  int64_t n = leaves[what].n;
  for (int k = 0; k < 4; k++) { row[2 * k] = who; row[2 * k + 1] = leaves[what].row[k]; }  /* what is too much is written over */
  if (n > 4) for (int k = 4; k < 8; k++) { row[2 * k] = who; row[2 * k + 1] = leaves[what].row[k]; }
  rows += n;
}

static inline void change(run_t *r, int64_t minute, int team, int queue, int work) {
  waiting[team] += queue; busy[team] += work;
  note_team(r, minute, team);
}

#ifdef IN_ORDER
/* An event is put away with its day; who starts when a case ends is noted beside that case. */
static inline void tell(run_t *r, int64_t minute, int kind, int64_t i, int what) {
  if (kind == K_ARRIVAL) r->state[i] = (uint8_t)what;
  else put(&told, minute, (minute << 36) | ((int64_t)kind << 32) | (i << 6) | what);
}
static inline void tell_change(run_t *r, int64_t minute, int team, int queue, int work) {
  (void)r; (void)minute; (void)team; (void)queue; (void)work;  /* known when the event is written */
}
static inline void tell_start(run_t *r, int64_t minute, int64_t i, int team, int at_once) {
  (void)minute;
  if (!at_once) r->next[2 * (r->queue[team][0] & 0xFFFFFFFF) + team] = (int32_t)i;
}
static inline void tell_hearing(run_t *r, int64_t i) { r->held[3 * session + 1]++; r->heard[n_heard++] = (int32_t)i; }
static inline void tell_waiting(run_t *r, int64_t minute, int more) { (void)r; (void)minute; (void)more; }
#else
/* An event is written at once; how busy teams were is put in order afterwards. */
static inline void tell(run_t *r, int64_t minute, int kind, int64_t i, int what) {
  (void)kind;
  write_rows(r, minute, i, what & ~AT_ONCE);
}
static inline void tell_change(run_t *r, int64_t minute, int team, int queue, int work) {
  (void)r;
  put(&told, minute, (minute << 36) | ((int64_t)team << 8) | ((int64_t)(queue + 1) << 4) | (work + 1));
}
static inline void tell_start(run_t *r, int64_t minute, int64_t i, int team, int at_once) {
  (void)at_once;
  write_rows(r, minute, i, team == 0 ? STARTS_DRS : STARTS_MEDIATION);
  tell_change(r, minute, team, -1, 1);
}
static inline void tell_hearing(run_t *r, int64_t i) {
  r->held[3 * session + 1]++;
  write_rows(r, r->sessions[2 * session], i, STARTS_HEARING);
}
static inline void tell_waiting(run_t *r, int64_t minute, int more) {
  /* One more, or fewer, waits from the first session at that minute or later on; ``heard`` is the first of each day. */
  int64_t s = r->heard[minute / DAY];
  if (s < r->n_sessions && r->sessions[2 * s] < minute) s++;
  r->held[3 * s + 2] += more;
}
#endif

static void registered(run_t *r, int64_t i, int64_t minute) {
  r->stage[i] = REGISTRATION;
  if ((minute += r->registration) >= r->end) return;
  tell(r, minute, K_END, i, REGISTERED);
  r->stage[i] = RESPONSE;
  if ((minute += r->response) >= r->end) return;
  tell(r, minute, K_END, i, RESPONDED);
  put(&joins, minute, (minute << 36) | ((int64_t)K_END << 32) | (i << 1) | 1);
}

static void consider(run_t *r, int64_t i, int64_t minute, int kind, int appeals, int ends) {
  if (uniform(r, i, 5) < r->p[5]) { tell(r, minute, kind, i, appeals); registered(r, i, minute); }
  else { tell(r, minute, kind, i, ends); r->stage[i] = NO_APPEAL; }
}

static inline int64_t earliest(const run_t *r, int team, int64_t joined, int *at_once) {
  /* Return when a case that joins can start; whether at once is told by the order of events. */
  int64_t free = r->queue[team][0];
  *at_once = free < joined;
  return (free < joined ? joined : free) >> 36;
}

static inline int64_t work(run_t *r, int64_t i, int team, int64_t start, int at_once) {
  /* The case takes the server that is free first; return when it ends. */
  int64_t end = start + quantile(r, team == 0 ? r->drs : r->mediation, uniform(r, i, 6 + team));
  tell_start(r, start, i, team, at_once);
  replace_first(r->queue[team], r->servers[team], (end << 36) | ((int64_t)K_END << 32) | i);
  if (end < r->end) tell_change(r, end, team, 0, -1);
  return end;
}

static void mediate(run_t *r, int64_t i, int64_t joined, int what) {
  int at_once, kind = (int)((joined >> 32) & 15);
  int64_t minute = joined >> 36, start = earliest(r, 1, joined, &at_once);
  int64_t certificate = (minute / DAY + r->certificate_days + 1) * DAY;
  r->stage[i] = MEDIATION;
  tell(r, minute, kind, i, what | (at_once ? AT_ONCE : 0));
  tell_change(r, minute, 1, 1, 0);
  if (start >= certificate) {
    if (certificate >= r->end) return;
    tell_change(r, certificate, 1, -1, 0);
    consider(r, i, certificate, K_CLOCK, EXPIRED_APPEALS, EXPIRED_ENDS);
  } else if (start < r->end) {
    int64_t end = work(r, i, 1, start, at_once);
    if (end >= r->end) return;
    if (uniform(r, i, 4) < r->p[4]) { tell(r, end, K_END, i, AGREES); r->stage[i] = AGREED; }
    else consider(r, i, end, K_END, APPEALS, ENDS);
  }
}

static void join_drs(run_t *r, int64_t i, int64_t joined) {
  int at_once;
  int64_t start = earliest(r, 0, joined, &at_once);
  r->stage[i] = DRS;
  tell(r, joined >> 36, K_ARRIVAL, i, COMES_TO_DRS | (at_once ? AT_ONCE : 0));
  tell_change(r, joined >> 36, 0, 1, 0);
  if (start >= r->end) return;
  int64_t end = work(r, i, 0, start, at_once);
  if (end >= r->end) return;
  if (uniform(r, i, 2) < r->p[2]) { tell(r, end, K_END, i, DRS_SETTLES); r->stage[i] = SETTLED; }
  else if (uniform(r, i, 3) < r->p[3]) put(&joins, end, (end << 36) | ((int64_t)K_END << 32) | (i << 1));
  else consider(r, i, end, K_END, DRS_APPEALS, DRS_ENDS);
}

static void join_hearing(run_t *r, int64_t i, int64_t minute) {
  int64_t leaving = minute + quantile(r, r->concedes, uniform(r, i, 8));
  r->stage[i] = HEARING;
  tell_waiting(r, minute, 1);
  while (session < r->n_sessions && (r->sessions[2 * session] < minute || places == 0))
    places = ++session < r->n_sessions ? r->sessions[2 * session + 1] : 0;
  if (session < r->n_sessions && r->sessions[2 * session] <= leaving) {
    int64_t end = r->sessions[2 * session] + r->hearing;
    places--;
    tell_hearing(r, i);
    if (end >= r->end) return;
    tell(r, end, K_END, i, HEARD);
    r->stage[i] = DECISION;
    if ((end += r->decision) >= r->end) return;
    tell(r, end, K_END, i, DECIDES);
    r->stage[i] = DECIDED;
  } else if (leaving < r->end) {
    tell_waiting(r, leaving + 1, -1);
    tell(r, leaving, K_DEPARTURE, i, CONCEDES);
    r->stage[i] = CONCEDED;
  }
}

static void arrive(run_t *r, int64_t i) {
  int to = first_stay(r, i);
  int64_t minute = r->joined[i], key = (minute << 36) | ((int64_t)K_ARRIVAL << 32) | i;
  if (to == MEDIATION) mediate(r, i, key, COMES_TO_MEDIATION);
  else if (to == DRS) join_drs(r, i, key);
  else if (to == REGISTRATION) { tell(r, minute, K_ARRIVAL, i, COMES_AND_APPEALS); registered(r, i, minute); }
  else { tell(r, minute, K_ARRIVAL, i, to == NO_DISPUTE ? COMES : COMES_TO_NO_APPEAL); r->stage[i] = (uint8_t)to; }
}

#ifdef IN_ORDER
static void write_event(run_t *r, int64_t minute, int64_t i, int what, int at_once) {
  write_rows(r, minute, i, what);
  if (what == COMES_TO_DRS || what == COMES_TO_MEDIATION || what == DRS_MEDIATES) {
    int team = what != COMES_TO_DRS;
    change(r, minute, team, !at_once, at_once);
    if (at_once) write_rows(r, minute, i, team == 0 ? STARTS_DRS : STARTS_MEDIATION);
  } else if (what == EXPIRED_APPEALS || what == EXPIRED_ENDS) change(r, minute, 1, -1, 0);
  else if (what == RESPONDED) waiting[2]++;
  else if (what == CONCEDES) waiting[2]--;
  if (what > ENDS) return;
  int team = what >= AGREES;
  int32_t *next = r->next + 2 * i + team;
  change(r, minute, team, 0, -1);
  if (*next < 0) return;
  write_rows(r, minute, *next, team == 0 ? STARTS_DRS : STARTS_MEDIATION);
  change(r, minute, team, -1, 1);
  *next = -1;
}

static void write_session(run_t *r) {
  int32_t *held = r->held + 3 * at_session;
  int64_t minute = r->sessions[2 * at_session++];
  for (int k = 0; k < held[1]; k++) write_rows(r, minute, r->heard[at_heard++], STARTS_HEARING);
  waiting[2] -= held[1];
  held[2] = (int32_t)waiting[2];
}

static void write_day(run_t *r, int64_t i, int64_t last) {
  /* All of a day is known: write its arrivals, i to last, its sessions and what else happened, in order. */
  put_in_order(&told, next_day(&told));
  while (1) {
    int64_t arrival = i < last ? (r->joined[i] << 36) | ((int64_t)K_ARRIVAL << 32) : LAST_KEY, event = first(&told);
    int64_t held = at_session < r->n_sessions && r->sessions[2 * at_session] < told.until
      ? (r->sessions[2 * at_session] << 36) | ((int64_t)K_SESSION << 32) : LAST_KEY;
    if (arrival < event && arrival < held) {
      write_event(r, r->joined[i], i, r->state[i] & ~AT_ONCE, r->state[i] >= AT_ONCE);
      i++;
    } else if (held < event) write_session(r);
    else if (event < LAST_KEY) {
      told.at++;
      write_event(r, event >> 36, (event & 0xFFFFFFFF) >> 6, (int)(event & 31), (event & AT_ONCE) > 0);
    } else return;
  }
}
#else
static void write_tables(run_t *r) {
  /* How busy teams were after each minute with a change, and who waited when sessions had been held. */
  while (told.until < r->end) {
    put_in_order(&told, next_day(&told));
    for (; told.at < told.n_today; told.at++) {
      int64_t key = told.today[told.at];
      change(r, key >> 36, (int)(key >> 8) & 1, ((int)(key >> 4) & 15) - 1, ((int)key & 15) - 1);
    }
  }
  for (int64_t s = 0; s < r->n_sessions; s++) r->held[3 * s + 2] = (int32_t)(waiting[2] += r->held[3 * s + 2] - r->held[3 * s + 1]);
}
#endif

int64_t run(run_t *r) {
  int64_t coming = 0;
  session = n_heard = at_heard = at_session = 0;
  places = r->n_sessions ? r->sessions[1] : 0;
  joins = new_list(r, 0); told = new_list(r, 1);
  begin_tables(r);
  for (int team = 0; team < 2; team++) for (int64_t k = 0; k < r->servers[team]; k++) r->queue[team][k] = -1;
  for (int64_t s = 0; s <= r->n_sessions; s++) {
    r->held[3 * s] = s < r->n_sessions ? (int32_t)r->sessions[2 * s] : 0;
    r->held[3 * s + 1] = r->held[3 * s + 2] = 0;
  }
#ifdef IN_ORDER
  memset(r->next, 255, 2 * sizeof(int32_t) * (size_t)r->n);
#else
  for (int64_t day = 0, s = 0; day <= r->end / DAY; day++) {
    while (s < r->n_sessions && r->sessions[2 * s] < day * DAY) s++;
    r->heard[day] = (int32_t)s;
  }
#endif
  while (joins.until < r->end) {
    put_in_order(&joins, next_day(&joins));
#ifdef IN_ORDER
    int64_t of_day = coming;
#endif
    while (1) {
      int64_t arrival = coming < r->n && r->joined[coming] < joins.until
        ? (r->joined[coming] << 36) | ((int64_t)K_ARRIVAL << 32) : LAST_KEY, event = first(&joins);
      if (event < arrival) {
        int64_t minute = event >> 36, i = (event & 0xFFFFFFFF) >> 1;
        take(&joins, event);
        if (event & 1) join_hearing(r, i, minute);
        else mediate(r, i, (minute << 36) | ((int64_t)K_END << 32) | i, DRS_MEDIATES);
      } else if (arrival < LAST_KEY) arrive(r, coming++);
      else break;
    }
#ifdef IN_ORDER
    write_day(r, of_day, coming);
#endif
  }
#ifndef IN_ORDER
  write_tables(r);
#endif
  return rows;
}
