"""Capacities, claims and decisions: the ledger, and wish, then pay. Amounts are multiples of 2^-32, so that their sums are exact."""
import numpy as np

from interp_syntax import Bad
from interp_values import on

MOST = 2.0 ** 20                # of an amount, and of a total; not reached


def on_grid(amount, what):
    """An amount as the ledger keeps it."""
    amount = np.rint(amount * 2.0 ** 32) / 2.0 ** 32
    if not ((amount >= 0) & (amount < MOST)).all():
        raise Bad(f"{what} leaves [0, 2^20)")
    return amount


class Choice:
    """One choice of one actor: a row, or with `among` all rows of a group. Alternatives are (row, option) pairs."""

    def __init__(self, name, rows, actor, alternatives, gains, costs, wish, again, asked):
        self.name, self.rows, self.actor, self.alternatives = name, rows, actor, alternatives
        self.gains, self.costs = gains, costs           # [alternative, lane]; {capacity: [alternative, lane]}
        self.wish, self.again, self.asked = wish, again, asked
        self.eagerness = np.where(asked, np.take_along_axis(gains, wish[None], 0)[0], -np.inf)


def pick(gains, number):
    """The alternative that a uniform number chooses, each in proportion to exp(gain)."""
    weights = np.cumsum(np.exp(gains - gains.max(0)), 0)
    return (number * weights[-1] > weights).sum(0).clip(0, len(gains) - 1)


class Decisions:
    """The phases 2 (ledger) and 5 (decisions) of a step."""

    def start_ledger(self):
        self.demand = None      # {(kind, capacity): [row, lane]}: claims and commitments together
        self.commitments = {(name, capacity): np.zeros((self.count[d["on"]], self.lanes))
                            for name, d in self.decisions.items() for capacity in d.get("pays", {})}

    def full(self, text, kind, option=None):
        return np.broadcast_to(self.data(text, on(kind, option=option)), (self.count[kind], self.lanes))

    def settle_ledger(self):
        """Claims of this step; a commitment whose `while` has ended is released for good."""
        claims = {(k, c): np.zeros((self.count[k], self.lanes)) for k in self.kinds for c in self.capacities[k]}
        if self.demand is None:
            self.demand = claims        # a claim that asks for what is free before anything is bound
        for name, claim in self.d.get("claim", {}).items():
            payer, rows = self.reference[claim["on"], claim["payer"]]
            for capacity in self.capacities[payer]:
                if capacity in claim:
                    holds = self.full(claim.get("when", True), claim["on"])
                    amount = np.where(holds, self.full(claim[capacity], claim["on"]), 0)
                    np.add.at(claims[payer, capacity], rows, on_grid(amount, f"claim.{name}.{capacity}"))
        for (name, capacity), amount in self.commitments.items():
            lasting = self.decisions[name]["pays"][capacity].get("while")
            if lasting is not None and self.number > 0:
                amount[:] = np.where(self.full(lasting, self.decisions[name]["on"]), amount, 0)
        self.claims = claims
        self.add_up_ledger()

    def add_up_ledger(self):
        self.demand = {key: amount.copy() for key, amount in self.claims.items()}
        for (name, capacity), amount in self.commitments.items():
            payer, rows = self.reference[self.decisions[name]["on"], self.decisions[name]["actor"]]
            np.add.at(self.demand[payer, capacity], rows, amount)
        self.cache = {}

    def capacity(self, kind, name, part):
        total = self.column(kind, name)
        if part == "total":
            return total
        if self.demand is None:
            self.settle_ledger()
        demand = self.demand[kind, name]
        return {"bound": np.minimum(demand, total), "free": np.maximum(total - demand, 0),
                "strain": np.maximum(demand - total, 0)}[part]

    # ---- wish, then pay
    def decide(self):
        choices, taken = [], {}
        for name, decision in sorted(self.decisions.items()):
            kind = decision["on"]
            asked = self.full(decision.get("when", True), kind).astype(bool)
            if asked.any():
                names = [option["name"] for option in decision["option"]]
                taken[name] = np.full((self.count[kind], self.lanes), names.index(decision["otherwise"]))
                choices += self.choices_of(name, decision, asked)
        for choice, asked in choices:
            kind = self.decisions[choice.name]["on"]
            self.state[kind][choice.name][choice.rows] |= asked
        if choices:
            self.serve([choice for choice, _ in choices], taken)
            self.apply_choices(taken)

    def choices_of(self, name, decision, asked):
        """All choices of a decision, each with the truth [row, lane] of its rows that are asked, in order of the rows' names."""
        kind, options, pays = decision["on"], decision["option"], decision.get("pays", {})
        base = [option["name"] for option in options].index(decision["otherwise"])
        utilities, costs = [], []
        for option in options:
            terms = {**decision.get("utility", {}), **option.get("utility", {})}.values()
            utility = sum((self.full(text, kind, option) for text in terms), np.zeros(asked.shape))
            utilities.append(np.where(self.full(option.get("when", True), kind, option), utility, -np.inf))
            costs.append(self.costs_of(name, option, asked))
        if any((cost != 0).any() for cost in costs[base].values()):
            raise Bad(f"{name}: '{decision['otherwise']}' is what happens otherwise and must cost nothing")
        precision = self.full(decision["precision"], kind)
        with np.errstate(invalid="ignore"):
            gains = [np.where(asked & np.isfinite(u), precision * (u - utilities[base]), -np.inf) for u in utilities]
        wishes = self.random("uniform", "decision." + name, "choice", 0, kind)
        agains = self.random("uniform", "decision." + name, "again", 0, kind)
        actor = self.reference[kind, decision["actor"]][1]
        if "among" in decision:
            target, groups = self.reference[kind, decision["among"]]
            ordered = sorted(np.unique(groups), key=lambda group: self.names[target][group])
        else:
            groups = np.arange(self.count[kind])
            ordered = sorted(groups, key=lambda row: self.names[kind][row])
        found = []
        for group in ordered:
            rows = np.flatnonzero(groups == group)
            alternatives = [(r, o) for r in rows for o in range(len(options)) if o != base]
            alternatives.insert(base if len(rows) == 1 else 0, (rows[0], base))
            gain = np.array([np.zeros(self.lanes) if o == base else gains[o][r] for r, o in alternatives])
            cost = {c: np.array([costs[o][c][r] for r, o in alternatives]) for c in pays}
            wish = pick(gain, wishes[rows[0]])
            if "force" in decision:
                if len(rows) > 1:
                    raise Bad(f"{name}: a choice among several rows cannot be forced here")
                wish[:] = [option["name"] for option in options].index(decision["force"])
            choice = Choice(name, rows, actor[rows[0]], alternatives, gain, cost, wish, agains[rows[0]], asked[rows].any(0))
            found.append((choice, asked[rows]))
        return found

    def costs_of(self, name, option, asked):
        """{capacity: [row, lane]} of an option; nothing where nobody is asked."""
        decision = self.decisions[name]
        return {c: on_grid(np.where(asked, self.full(p.get("bind", p.get("spend")), decision["on"], option), 0), f"{name}.pays.{c}")
                for c, p in decision.get("pays", {}).items()}

    def serve(self, choices, taken):
        """The eagerest first, lane by lane; a wish that does not fit is refused, and the actor draws again among what fits.

        Equals in eagerness are served in order of the decision's and then the row's name, in which they come.
        """
        demand = {key: amount.copy() for key, amount in self.demand.items()}
        total = {(k, c): self.column(k, c).copy() for k, c in demand}
        order = np.argsort(-np.array([choice.eagerness for choice in choices]), axis=0, kind="stable")
        for place in order:
            for index in np.unique(place):
                here = (place == index) & choices[index].asked
                if here.any():
                    self.serve_one(choices[index], here, demand, total, taken)

    def serve_one(self, choice, here, demand, total, taken):
        """Serves a choice in the lanes `here`; `demand` and `total` are those of the moment."""
        lanes = np.arange(self.lanes)
        decision = self.decisions[choice.name]
        kind, pays = decision["on"], decision.get("pays", {})
        payer = self.reference[kind, decision["actor"]][0]
        affordable = np.ones(choice.gains.shape, bool)
        for capacity, cost in choice.costs.items():
            key = payer, capacity
            if "bind" in pays[capacity]:            # what the new choice replaces is given back before it is served
                replaced = np.where(self.state[kind][choice.name], self.commitments[choice.name, capacity], 0)[choice.rows].sum(0)
                demand[key][choice.actor] -= np.where(here, replaced, 0)
            affordable &= cost <= np.maximum(total[key][choice.actor] - demand[key][choice.actor], 0)
        fits = affordable[choice.wish, lanes]
        again = pick(np.where(affordable, choice.gains, -np.inf), choice.again)
        if "force" in decision:
            again[:] = [option["name"] for option in decision["option"]].index(decision["otherwise"])
        final = np.where(fits, choice.wish, again)
        for i, (row, option) in enumerate(choice.alternatives):
            self.state[kind][choice.name + ".refused"][row] |= here & ~fits & (choice.wish == i)
            taken[choice.name][row] = np.where(here & (final == i), option, taken[choice.name][row])
        for capacity, cost in choice.costs.items():
            paid = np.where(here, cost[final, lanes], 0)
            if "bind" in pays[capacity]:
                demand[payer, capacity][choice.actor] += paid
            else:
                total[payer, capacity][choice.actor] -= paid

    def apply_choices(self, taken):
        sets, adds = {}, []
        for name, chosen in taken.items():
            decision = self.decisions[name]
            kind = decision["on"]
            payer, actor = self.reference[kind, decision["actor"]]
            for number, option in enumerate(decision["option"]):
                hit = self.state[kind][name] & (chosen == number)
                self.state[kind][name + "." + option["name"]] |= hit
                effects = {verb: {**decision.get(verb, {}), **option.get(verb, {})} for verb in ("set", "add")}
                self.effects("decision." + name, kind, effects, hit, sets, adds, option)
                for capacity, amount in self.costs_of(name, option, hit).items():
                    if "bind" in decision["pays"][capacity]:
                        self.commitments[name, capacity] = np.where(hit, amount, self.commitments[name, capacity])
                    else:
                        spent = np.zeros((self.count[payer], self.lanes))
                        np.add.at(spent, actor, amount)
                        adds.append(((payer, capacity), -spent))
        self.write(sets, adds, "decisions")
        self.add_up_ledger()
