"""Computes the coefficients of sim/core/math.hpp: polynomials through the Chebyshev nodes of an interval (within a
factor of two of the best polynomial there), in 60 digits, rounded to double at the end. Needs mpmath. Prints C++."""

import mpmath

mpmath.mp.dps = 60


def interpolate(function, low, high, degree):
    """Monomial coefficients, lowest first, of the polynomial of `degree` through the Chebyshev nodes of [low, high]."""
    count = degree + 1
    nodes = [
        (low + high) / 2 + (high - low) / 2 * mpmath.cos(mpmath.pi * (2 * k + 1) / (2 * count)) for k in range(count)
    ]
    matrix = mpmath.matrix([[x**power for power in range(count)] for x in nodes])
    return list(mpmath.lu_solve(matrix, mpmath.matrix([function(x) for x in nodes])))


def report(name, function, low, high, degree):
    coefficients = interpolate(function, low, high, degree)
    rounded = [mpmath.mpf(float(c)) for c in coefficients]
    points = [low + (high - low) * k / 2003 for k in range(2004)]
    error = max(abs(mpmath.polyval(rounded[::-1], x) - function(x)) for x in points)
    print(f"// {name}: error below {mpmath.nstr(error, 3)} = 2^{mpmath.nstr(mpmath.log(error, 2), 4)}")
    for power, c in enumerate(coefficients):
        print(f"    {float(c).hex()},  // {power}: {float(c)!r}")


def split(name, value, bits):
    """A constant as the sum of two doubles, the first of at most `bits` bits."""
    exponent = int(mpmath.floor(mpmath.log(value, 2))) + 1 - bits
    high = mpmath.floor(value / mpmath.mpf(2) ** exponent + 0.5) * mpmath.mpf(2) ** exponent
    low = value - high
    print(f"// {name}: {float(high).hex()} + {float(low).hex()}")


def log_series(z):
    """log((1 + s) / (1 - s)) / s - 2 = 2 (z/3 + z^2/5 + ...), over z = s^2."""
    s = mpmath.sqrt(z)
    return (mpmath.log((1 + s) / (1 - s)) / s - 2) / z


def log_tail(z):
    """What log_series leaves after its first two terms, 2/3 + 2/5 z, over z^2."""
    return mpmath.nsum(lambda k: 2 * z**k / (2 * k + 7), [0, 60])


half_ln2 = mpmath.log(2) / 2 * mpmath.mpf("1.0001")
widest = ((mpmath.sqrt(2) - 1) / (mpmath.sqrt(2) + 1)) ** 2 * mpmath.mpf("1.0001")
tiny = mpmath.mpf("1e-12")

report("(exp(r) - 1 - r) / r^2", lambda r: (mpmath.exp(r) - 1 - r) / r**2 if r else mpmath.mpf(1) / 2,
       -half_ln2, half_ln2 * (1 + tiny), 10)
report("log series", lambda z: log_series(z) if z > tiny else mpmath.mpf(2) / 3, mpmath.mpf(0), widest, 6)
report("log tail", log_tail, mpmath.mpf(0), widest, 6)
split("ln 2, product with 12 bits exact", mpmath.log(2), 41)
split("ln 2", mpmath.log(2), 53)
split("1 / ln 2", 1 / mpmath.log(2), 53)
split("1 / ln 10", 1 / mpmath.log(10), 53)
split("2/3", mpmath.mpf(2) / 3, 53)
split("2/5", mpmath.mpf(2) / 5, 53)
