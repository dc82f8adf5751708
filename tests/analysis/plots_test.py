"""What the plots draw is what the file says, named as the scenario names it, and nothing is cut off or covered."""
import os
import unittest
import warnings

import h5py
import matplotlib.pyplot as plt
import matplotlib.text
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.collections import LineCollection, PathCollection

from patrons import InFolder

import hegemon
from hegemon import plots

PLACES = pandas.DataFrame({"latitude": [52.0, 48, 40], "longitude": [10.0, 12, 20]}, index=["north", "south", "elsewhere"])


class Plots(InFolder):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.run_ = hegemon.open(cls.patrons)
        cls.dated = hegemon.open(cls.calendar())

    def setUp(self) -> None:
        self.addCleanup(plt.close, "all")

    def each(self, run: hegemon.Run | None = None):
        """A drawing of each plot, by name."""
        run = run or self.run_
        frame = pandas.DataFrame({"low": [1.0, 1.5, 2.0], "high": [2.0, 4.0, 1.9]}, index=["need", "fading_of_influence", "quarrel"])
        return {
            "fan": lambda **ax: plots.fan(run, "patron", "will", "north", **ax),
            "difference": lambda **ax: plots.difference(run, "patron", "will", "north", **ax),
            "raster": lambda **ax: plots.raster(run, "asking", **ax),
            "shares": lambda **ax: plots.shares(run, "tie", "influence", by="patron", **ax),
            "survival": lambda **ax: plots.survival(run, "attack", **ax),
            "tornado": lambda **ax: plots.tornado(frame, 1.8, "attacks", **ax),
            "map": lambda **ax: plots.map(run, "patron", "will", places=PLACES, **ax),
            "dots": lambda **ax: plots.dots(pandas.Series({"ARM": 1.0, "GEO": 2.0}), **ax),
        }

    def test_each_plot_draws_on_the_axes_it_is_given_and_returns_them(self) -> None:
        self.assertEqual(set(self.each()), set(plots.__all__) - {"side_by_side", "save", "Look"})
        for name, draw in self.each().items():
            with self.subTest(name):
                figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4))
                self.assertIs(draw(ax=right), right)
                self.assertFalse(left.has_data())
                self.assertIsNot(draw().figure, figure)

    def test_pictures_say_how_many_replicates_are_left(self) -> None:
        with h5py.File(self.dated.path) as file:
            counts = file["base/town/count"][()]
            pairs = file["dry/town/pairs"][()]
        self.assertLess(counts[-1], counts[0])
        falling = f"{counts[0]} to {counts[-1]} replicates"
        places = pandas.DataFrame({"latitude": [50.0, 40], "longitude": [10.0, 20]}, index=["Aa", "Bb"])
        for words, ax in ((f"over {counts[-1]} replicates", plots.map(self.dated, "town", "y", places=places)),
                          (f"over {counts[0]} replicates", plots.map(self.dated, "town", "y", time="2024-02-10", places=places)),
                          (f"over {pairs[0]} to {pairs[-1]} pairs", plots.difference(self.dated, "town", "y", "Aa", arm="dry")),
                          (f"share of {falling}", plots.fan(self.dated, "town", "wet", "Aa", arm="base")),
                          (f"over {falling}", plots.shares(self.dated, "town", "y"))):
            told = " ".join(text.get_text() for text in ax.findobj(matplotlib.text.Text)).replace("\n", " ")
            self.assertIn(words, told)

    def test_nothing_is_cut_off_in_a_small_or_a_large_picture(self) -> None:
        dated = {"dated fan": lambda **ax: plots.fan(self.dated, "town", "y", "Aa", **ax),
                 "dated share": lambda **ax: plots.fan(self.dated, "town", "wet", "Aa", **ax),
                 "dated raster": lambda **ax: plots.raster(self.dated, "rain", **ax)}
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a layout without room is one
            for name, draw in (self.each() | dated).items():
                for width, height in ((4.5, 3.2), (10, 6)):
                    with self.subTest(name, width=width):
                        figure = plt.figure(figsize=(width, height), layout="constrained")
                        ax = draw(ax=figure.add_subplot())
                        figure.canvas.draw()
                        box = ax.get_tightbbox(figure.canvas.get_renderer())
                        self.assertGreaterEqual(min(box.x0, box.y0), -1)
                        self.assertLessEqual(box.x1, figure.bbox.x1 + 1)
                        self.assertLessEqual(box.y1, figure.bbox.y1 + 1)
                        self.apart(ax.get_xticklabels())
                        self.apart(ax.get_yticklabels())
                        plt.close(figure)

    def test_a_map_can_be_drawn_for_paper_too(self) -> None:
        figure = plt.figure()
        FigureCanvasPdf(figure)  # has no pixels to measure names by
        plots.map(self.run_, "patron", "will", places=PLACES, ax=figure.add_subplot()).figure.savefig(self.folder / "map.pdf")

    def apart(self, texts) -> None:
        boxes = [text.get_window_extent() for text in texts if text.get_visible() and text.get_text()]
        for one, next_ in zip(boxes, boxes[1:]):
            self.assertFalse(one.overlaps(next_) and one.width * next_.width > 0, "tick labels overlap")

    def lines(self, ax: Axes) -> dict[str, np.ndarray]:
        return {line.get_label(): np.asarray(line.get_ydata()) for line in ax.lines}

    def test_a_fan_shows_medians_and_bands_of_each_arm(self) -> None:
        ax = plots.fan(self.run_, "patron", "will", "north", bands=(0.9,))
        lines = self.lines(ax)
        for band, (arm, label) in zip(ax.collections, (("base", "base"), ("no_strikes", "no_strikes (No strikes in North)"))):
            values = self.run_.kind("patron", arm).will.sel(patron="north").values
            np.testing.assert_allclose(lines[label], np.median(values, axis=0))
            self.assertEqual(values.shape, (40, 208))
            corners = band.get_paths()[0].vertices
            drawn = [corners[corners[:, 0] == 100][:, 1].min(), corners[corners[:, 0] == 100][:, 1].max()]
            np.testing.assert_allclose(drawn, np.quantile(values[:, 99], [0.05, 0.95]))

    def test_a_fan_of_what_is_true_or_false_is_a_share_of_all(self) -> None:
        ax = plots.fan(self.dated, "town", "wet", "Bb", arm="base")
        wet = self.dated.kind("town").wet.sel(town="Bb").values  # 64 of the 80
        self.assertEqual(ax.get_ylabel(), "share of replicates")
        mean = self.dated.summary("town", columns=["wet"]).wet.sel(statistic="mean", town="Bb").values
        np.testing.assert_allclose(self.lines(ax)["base"], mean)
        self.assertLess(np.abs(np.nanmean(wet, axis=0) - mean).max(), 0.2)

    def test_a_difference_shows_mean_and_interval(self) -> None:
        ax = plots.difference(self.run_, "patron", "will", "north")
        will = self.run_.difference("patron").will.sel(patron="north")
        np.testing.assert_allclose(self.lines(ax)["base − no_strikes (No strikes in North)"], will.sel(statistic="mean"))
        at = ax.collections[0].get_paths()[0].vertices
        np.testing.assert_allclose(at[at[:, 0] == 208][:, 1].min(), will.sel(statistic="low")[-1])

    def test_arms_without_the_row_are_left_out_unless_they_are_asked_for(self) -> None:
        ax = plots.fan(self.dated, "town", "y", "Cc")
        self.assertEqual([line.get_label() for line in ax.lines], ["larger (Three towns)"])
        with self.assertRaisesRegex(hegemon.NotThere, "has no row 'Cc'"):
            plots.fan(self.dated, "town", "y", "Cc", arm="base")
        with self.assertRaisesRegex(hegemon.RunError, "its rows differ"):
            plots.difference(self.dated, "town", "y", "Aa", arm="larger")
        self.assertEqual(plots.difference(self.dated, "town", "y", "Aa").get_ylabel(), "base − dry (kg)")

    def test_what_is_constant_is_a_level_line(self) -> None:
        ax = plots.fan(self.dated, "town", "still", "Aa")
        self.assertEqual(self.dated.kind("town").still.dims, ("town",))
        self.assertEqual([lines.tolist() for lines in self.lines(ax).values()], [[2, 2]] * 3)

    def test_a_raster_has_a_mark_for_each_firing(self) -> None:
        ax = plots.raster(self.run_, "asking", arm="no_strikes", replicates=10)
        marks = sum(len(one.get_segments()) for one in ax.collections if isinstance(one, LineCollection))
        asking = self.run_.events("asking").query("arm == 'no_strikes' and replicate < 10")
        self.assertEqual(marks, len(asking))
        self.assertIn(f"{len(asking):,} firings in the first 10 of 40 replicates", " ".join(text.get_text() for text in ax.texts))

    def test_shares_add_up_to_the_whole(self) -> None:
        ax = plots.shares(self.run_, "tie", "influence", by="patron", whole=1, rest="nobody")
        tie = self.run_.kind("tie").influence
        tops = [one.get_paths()[0].vertices for one in ax.collections]
        north = float(tie[:, -1].where(tie.patron == "north").mean())
        self.assertAlmostEqual(tops[0][tops[0][:, 0] == 208][:, 1].max(), north, places=6)
        self.assertAlmostEqual(tops[-1][:, 1].max(), 1)
        self.assertEqual([text.get_text() for text in ax.texts][-3:], ["north", "south", "nobody"])
        within = plots.shares(self.run_, "tie", "influence", by="patron", within={"client": "ash"}, whole=1)
        tops = within.collections[0].get_paths()[0].vertices
        self.assertAlmostEqual(tops[tops[:, 0] == 208][:, 1].max(), float(tie[:, -1].sel(tie="ash/north").mean()), places=6)

    def test_survival_shows_the_estimate_and_how_many_are_left(self) -> None:
        ax = plots.survival(self.run_, "attack", arm="base")
        spells = hegemon.spells(self.run_, "attack").query("arm == 'base'")
        estimate = hegemon.kaplan_meier(spells.duration, spells.observed).survival.to_numpy()
        np.testing.assert_allclose(self.lines(ax)["base"][:len(estimate)], estimate)
        self.assertIn("40", [text.get_text() for text in ax.texts])

    def test_a_tornado_has_the_longest_bar_on_top_from_the_baseline(self) -> None:
        ax = self.each()["tornado"]()
        self.assertEqual([text.get_text() for text in ax.get_yticklabels()], ["fading of influence", "need", "quarrel"])
        self.assertTrue(ax.yaxis_inverted())
        ends = {bar.get_x() + bar.get_width() for bar in ax.patches}
        np.testing.assert_allclose(sorted(ends), sorted({1.0, 1.5, 2.0, 4.0, 1.9}), atol=1e-12)
        self.assertEqual({bar.get_x() for bar in ax.patches}, {1.8})

    def test_a_map_has_the_colours_of_all_arms(self) -> None:
        for arm in self.run_.arms:
            ax = plots.map(self.run_, "patron", "will", arm=arm, places=PLACES)
            dots = next(one for one in ax.collections if isinstance(one, PathCollection))
            will = [self.run_.summary("patron", name).will.sel(statistic="mean").isel(time=-1).values for name in self.run_.arms]
            np.testing.assert_allclose(dots.get_array(), will[self.run_.arms.index(arm)])
            np.testing.assert_allclose(dots.get_clim(), (np.min(will), np.max(will)))
            np.testing.assert_allclose(dots.get_offsets(), PLACES[["longitude", "latitude"]].iloc[:2])

    def test_capitals_lie_on_land_or_at_its_shore(self) -> None:
        from matplotlib.path import Path
        from hegemon.places import capitals, land
        inside = np.zeros(len(capitals()), dtype=bool)
        for ring in land():
            inside |= Path(ring).contains_points(capitals()[["longitude", "latitude"]])
        self.assertGreater(inside.mean(), 0.7)  # islands and harbours are not on a map of 1:110 million
        for code in ("RUS", "FRA", "BRA", "COD", "MNG", "KAZ"):
            self.assertTrue(inside[capitals().index.get_loc(code)], code)

    def test_arms_stand_side_by_side_on_equal_axes(self) -> None:
        left, right = plots.side_by_side(plots.fan, self.run_, "patron", "will", row="north")
        self.assertEqual(left.get_ylim(), right.get_ylim())
        self.assertEqual(left.figure._suptitle.get_text(), "north: will")
        self.assertEqual((left.get_title(loc="left"), right.get_title(loc="left")), ("base", "no_strikes (No strikes in North)"))

    def test_pictures_can_be_looked_at(self) -> None:
        """Written to HEGEMON_PICTURES, if that is set."""
        folder = os.environ.get("HEGEMON_PICTURES")
        for name, draw in self.each().items() if folder else ():
            draw().figure.savefig(os.path.join(folder, f"{name}.png"), dpi=110)


if __name__ == "__main__":
    unittest.main()
