"""Run files of hegemon as xarray datasets, pandas frames and plots.

>>> import hegemon
>>> run = hegemon.open("patrons.h5")
>>> run.arms
('base', 'no_strikes')
>>> run.kind("patron").will.sel(patron="north").mean("replicate").dims
('time',)
>>> run.outcomes.groupby("arm").refused.count().to_dict()
{'base': 40, 'no_strikes': 40}

`Run` has what a file holds, `hegemon.plots` draws it, `hegemon.spells` and `hegemon.kaplan_meier` measure how long something lasts.
"""
from hegemon import plots
from hegemon.errors import NotARun, NotThere, RunError
from hegemon.run import Run, open
from hegemon.survival import kaplan_meier, spells

__version__ = "0.1.0"
__all__ = ["NotARun", "NotThere", "Run", "RunError", "kaplan_meier", "open", "plots", "spells"]
