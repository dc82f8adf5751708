"""What is measured with the steps h, h/2 and h/4, extrapolated to a step of 0."""
import math

# The value at 0 of the polynomial a + b h + c h^2 through the three.
WEIGHTS = (1 / 3, -2.0, 8 / 3)
SCALES = (1.0, 0.5, 0.25)


def at_no_step(found: list[tuple[float, float]]) -> tuple[float, float]:
    """Of (mean, standard error) at h, h/2 and h/4, in this order: those of the limit. What is left is of order h^3."""
    limit = sum(weight * mean for weight, (mean, _) in zip(WEIGHTS, found, strict=True))
    return limit, math.hypot(*(weight * error for weight, (_, error) in zip(WEIGHTS, found, strict=True)))
