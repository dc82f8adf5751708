#pragma once
/// Checks of our own mistakes. On if HEGEMON_CHECKS is defined (development builds and all tests), else they cost
/// nothing. Input of a user never reaches them: what a user did wrong is a ScenarioError.
///
/// HEGEMON_EXPECT(condition)   on entry: what the caller promised
/// HEGEMON_ENSURE(condition)   on leaving: what this function promises
/// HEGEMON_ASSERT(condition)   in between
///
/// A condition that does not hold prints `file:line: expected: condition` and aborts.
#include <cstdio>
#include <cstdlib>

namespace hegemon::check {

/// Says on stderr which check failed where, and aborts.
[[noreturn, gnu::cold]] inline void fail(const char* file, int line, const char* kind, const char* condition) {
    std::fprintf(stderr, "%s:%d: %s: %s\n", file, line, kind, condition);
    std::fflush(stderr);
    std::abort();
}

}  // namespace hegemon::check

#ifdef HEGEMON_CHECKS
#define HEGEMON_CHECK_THAT(kind, condition) \
    ((condition) ? static_cast<void>(0) : ::hegemon::check::fail(__FILE__, __LINE__, kind, #condition))
#else
// sizeof keeps the names in the condition used, without a run of it.
#define HEGEMON_CHECK_THAT(kind, condition) static_cast<void>(sizeof((condition) ? 1 : 0))
#endif

#define HEGEMON_EXPECT(condition) HEGEMON_CHECK_THAT("expected on entry", condition)
#define HEGEMON_ENSURE(condition) HEGEMON_CHECK_THAT("ensured on leaving", condition)
#define HEGEMON_ASSERT(condition) HEGEMON_CHECK_THAT("asserted", condition)
