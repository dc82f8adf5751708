// The checks stop the program with file, line and condition; without HEGEMON_CHECKS they do nothing.
#ifndef HEGEMON_CHECKS
#define HEGEMON_CHECKS
#endif
#include "core/check.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <string>

namespace {

struct Ending {
    int signal = 0;
    std::string words;
};

/// Runs `action` in a child process.
template <class Action>
Ending in_child(Action action) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::signal(SIGABRT, SIG_DFL);  // not the one of the test framework
        ::dup2(ends[1], STDERR_FILENO);
        action();
        ::_exit(0);
    }
    ::close(ends[1]);
    Ending ending;
    std::array<char, 256> piece{};
    for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), piece.size())) > 0;) {
        ending.words.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
    return ending;
}

}  // namespace

TEST_CASE("a check that fails prints file, line and condition, and aborts") {
    const int one = 1;
    const int line = __LINE__ + 1;
    const Ending ending = in_child([&] { HEGEMON_EXPECT(one == 2); });
    CHECK(ending.signal == SIGABRT);
    CHECK(ending.words.find("check_test.cpp:" + std::to_string(line) + ": expected on entry: one == 2") !=
          std::string::npos);
    CHECK(in_child([&] { HEGEMON_ENSURE(one > 1); }).words.find("ensured on leaving: one > 1") != std::string::npos);
    CHECK(in_child([&] { HEGEMON_ASSERT(one < 1); }).signal == SIGABRT);
}

TEST_CASE("a check that holds is silent, and evaluates its condition once") {
    int count = 0;
    HEGEMON_EXPECT(++count == 1);
    HEGEMON_ENSURE(count == 1);
    HEGEMON_ASSERT(true);
    CHECK(count == 1);
}
