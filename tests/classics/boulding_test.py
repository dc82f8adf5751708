"""Boulding's gradient: who holds what and from when on, against the boundary in closed form and forces computed here."""
import math
import unittest
from dataclasses import dataclass, replace

from classic_support import ClassicTest

PLACES = (0, 150, 290, 387, 418, 524, 612, 744, 829, 957, 1000)
DISTANCE, GROWTH, STEP, STEPS = 1000, 2, 0.25, 280


@dataclass(frozen=True)
class Powers:
    """A and B at home, gradients, and the west's base: what share of its strength at home is there, and where."""
    west: float = 60
    east: float = 80
    west_gradient: float = 0.1
    east_gradient: float = 0.1
    base_share: float = 0
    base_at: float = 0

    def boundary(self, share: float = 1, at: float = 0) -> float:
        """Up to where the west is the stronger one at first, coming from its home, or from a base with that share of its strength."""
        gradients = self.west_gradient + self.east_gradient
        return (share * self.west + self.west_gradient * at - self.east + self.east_gradient * DISTANCE) / gradients

    def turns(self, place: float) -> float:
        """When a boundary comes to a place; it moves by what the west grows by where it comes from, over both gradients."""
        def when(share: float, at: float) -> float:
            return (place - self.boundary(share, at)) * (self.west_gradient + self.east_gradient) / (GROWTH * share)

        return min(when(1, 0), when(self.base_share, self.base_at)) if self.base_share else when(1, 0)

    def west_holds(self, place: float, time: float) -> bool:
        west = self.west + GROWTH * time
        force = max(west - self.west_gradient * place, self.base_share * west - self.west_gradient * abs(place - self.base_at))
        return force > self.east - self.east_gradient * (DISTANCE - place)


BASE = Powers()
VARIANTS = {"base": BASE, "stronger": replace(BASE, west=80), "railway": replace(BASE, west_gradient=0.06),
            "forward_base": replace(BASE, base_share=0.8, base_at=290),
            "cheap_ways": replace(BASE, west_gradient=0.019, east_gradient=0.019)}


def reach(run, arm: str, power: str, column: str):
    """[step, place]"""
    rows = list(run[f"{arm}/reach/reach"].asstr())
    return run[f"{arm}/reach/{column}"][0][:, [rows.index(f"{power}/p{place}") for place in PLACES]]


class Boulding(ClassicTest):
    def run_variants(self, **how):
        return self.run_classic("boulding", arms=tuple(VARIANTS), **how)

    def test_the_boundaries_in_the_file(self) -> None:
        for variant, boundary in (("base", 400), ("stronger", 500), ("railway", 500)):
            self.assertAlmostEqual(VARIANTS[variant].boundary(), boundary, delta=1e-9, msg=variant)
        self.assertAlmostEqual(VARIANTS["forward_base"].boundary(0.8, 290), 485, delta=1e-9)
        self.assertAlmostEqual(BASE.turns(612), 21.2, delta=1e-9)
        self.assertAlmostEqual(BASE.turns(DISTANCE), 60, delta=1e-9)

    def test_places_change_hands_when_the_boundary_comes(self) -> None:
        """Those beyond it, in the step in which it passes, to the step; those within it never do."""
        run = self.run_variants()
        for variant, powers in VARIANTS.items():
            since = reach(run, variant, "west", "since")[-1]
            for row, place in enumerate(PLACES[:-1]):
                turns = powers.turns(place)
                expected = math.ceil(turns / STEP) * STEP if turns > 0 else 0
                if variant == "cheap_ways" and place == 0:
                    expected += STEP  # equal at the end of a step: nobody's yet
                with self.subTest(variant=variant, place=place):
                    self.assertEqual(since[row], expected)

    def test_at_each_step_the_stronger_one_holds(self) -> None:
        run = self.run_variants()
        for variant, powers in VARIANTS.items():
            holds = reach(run, variant, "west", "holds")
            self.assertEqual(len(holds), STEPS)
            for step in range(STEPS):
                for row, place in enumerate(PLACES):
                    if abs(powers.turns(place) - (step + 1) * STEP) > 1e-6:  # at equal strength nobody holds it
                        self.assertEqual(bool(holds[step, row]), powers.west_holds(place, (step + 1) * STEP), (variant, step, place))

    def test_a_place_has_one_holder_or_none(self) -> None:
        run = self.run_variants()
        for variant in VARIANTS:
            both = reach(run, variant, "west", "holds") + reach(run, variant, "east", "holds")
            self.assertLessEqual(both.max(), 1)
            # None only at equal strength: for a step, of those that end with it.
            self.assertLessEqual((both == 0).sum(), 2)

    def test_viable_just_if_the_gradient_outweighs_the_difference(self) -> None:
        """Each at its home, without growth, on both sides of |A - B| = c D."""
        for west, east in ((60, 80), (80, 60), (70, 70)):
            for gradient in (0.005, 0.019, 0.021, 0.1):
                rows = {'["west", "p0", 60, 0.1, 2]': f'["west", "p0", {west}, {gradient}, 0]',
                        '["east", "p1000", 80, 0.1, 0]': f'["east", "p1000", {east}, {gradient}, 0]'}
                run = self.run_classic("boulding", changes=rows)
                with self.subTest(west=west, east=east, gradient=gradient):
                    self.assertEqual(bool(reach(run, "base", "west", "holds")[-1, 0]), east - west < gradient * DISTANCE)
                    self.assertEqual(bool(reach(run, "base", "east", "holds")[-1, -1]), west - east < gradient * DISTANCE)

    def test_the_dates_that_the_file_tells(self) -> None:
        outcomes = self.run_classic("boulding")["base/outcomes"]
        for name, expected in (("held_at_20", 6), ("west_home", 0), ("p612", 21.25), ("east_home", 60)):
            self.assertEqual(outcomes[name][0], expected, name)

    def test_a_finer_step_sees_the_date_more_exactly(self) -> None:
        for step in (0.125, 0.03125):
            p612 = self.run_classic("boulding", changes={"step  = 0.25": f"step = {step}"})["base/outcomes/p612"][0]
            self.assertEqual(p612, math.ceil(21.2 / step) * step)


if __name__ == "__main__":
    unittest.main()
