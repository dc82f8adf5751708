#pragma once
/// Elementary functions with the same bits everywhere: GCC and clang, any optimisation, any instruction set, provided
/// that contraction is off (-ffp-contract=off) and -ffast-math and its parts that change results are not on. Only + - *
/// /, sqrt and operations on bits; no tables, no branches, so that a plain loop over them becomes vector code with -O3
/// -fno-trapping-math -fno-math-errno.
///
/// A function in steps (math_pieces.hpp, Handed) gives the same bits whether its steps are taken one after the other
/// for each value, or for many values one step at a time, which is faster.
///
/// Errors are in units in the last place (ulp) of the result, measured against libquadmath by tests/core/math_test.cpp.
/// A NaN comes out where one goes in, unless said otherwise. Coefficients: tests/core/coefficients.py.
#include "core/math_elementary.hpp"
#include "core/math_power.hpp"
#include "core/normal_quantile.hpp"
