#pragma once
#include <sys/prctl.h>

// prctl has a variable number of arguments, which Swift does not see. A process that changed its user may not be looked at
// by its own user, not even by the helper that prints the place where it crashed; this allows it again.
static inline int yanmen_allow_backtraces(void) {
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

// From here on no program that is started can win rights.
static inline int yanmen_forbid_new_rights(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
