"""Capacities, claims and decisions: the ledger, and wish, then pay. Amounts are doubles here, not multiples of 2^-32."""
import numpy as np

from interp_syntax import Bad
from interp_values import on


class Choice:
    """One choice of one actor: a row, or with `among` all rows of a group. Alternatives are (row, option) pairs."""

    def __init__(self, name, actor, alternatives, gains, costs, wish, again, asked):
        self.name, self.actor, self.alternatives = name, actor, alternatives
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
        self.bound = None
        self.commitments = {(name, capacity): np.zeros((self.count[d["on"]], self.lanes))
                            for name, d in self.decisions.items() for capacity in d.get("pays", {})}

    def full(self, text, kind, option=None):
        return np.broadcast_to(self.data(text, on(kind, option=option)), (self.count[kind], self.lanes))

    def settle_ledger(self):
        """Claims of this step; a commitment whose `while` has ended is released for good."""
        self.claims = {(k, c): np.zeros((self.count[k], self.lanes)) for k in self.kinds for c in self.capacities[k]}
        self.bound = self.claims
        for claim in self.d.get("claim", {}).values():
            payer, rows = self.reference[claim["on"], claim["payer"]]
            for capacity in self.capacities[payer]:
                if capacity in claim:
                    amount = self.full(claim[capacity], claim["on"]) * self.full(claim.get("when", True), claim["on"])
                    np.add.at(self.claims[payer, capacity], rows, amount)
        for (name, capacity), amount in self.commitments.items():
            lasting = self.decisions[name]["pays"][capacity].get("while")
            if lasting is not None and self.now > 0:
                amount[:] = np.where(self.full(lasting, self.decisions[name]["on"]), amount, 0)
        self.add_up_ledger()

    def add_up_ledger(self):
        self.bound = {key: amount.copy() for key, amount in self.claims.items()}
        for (name, capacity), amount in self.commitments.items():
            payer, rows = self.reference[self.decisions[name]["on"], self.decisions[name]["actor"]]
            np.add.at(self.bound[payer, capacity], rows, amount)
        self.cache = {}

    def capacity(self, kind, name, part):
        total = self.column(kind, name)
        if part == "total":
            return total
        if self.bound is None:
            self.settle_ledger()
        demand = self.bound[kind, name]
        return {"bound": np.minimum(demand, total), "free": np.maximum(total - demand, 0),
                "strain": np.maximum(demand - total, 0)}[part]

    # ---- wish, then pay
    def decide(self):
        choices, taken = [], {}
        for name, decision in self.decisions.items():
            kind = decision["on"]
            asked = self.full(decision["when"], kind).astype(bool)
            if asked.any():
                self.state[kind][name] |= asked
                names = [option["name"] for option in decision["option"]]
                taken[name] = np.full((self.count[kind], self.lanes), names.index(decision["otherwise"]))
                choices += self.choices_of(name, decision, asked)
        if choices:
            self.serve(choices, taken)
            self.apply_choices(taken)

    def choices_of(self, name, decision, asked):
        kind, options, pays = decision["on"], decision["option"], decision.get("pays", {})
        base = [option["name"] for option in options].index(decision["otherwise"])
        utilities, costs = [], []
        for option in options:
            terms = {**decision["utility"], **option.get("utility", {})}.values()
            utility = sum((self.full(text, kind, option) for text in terms), np.zeros(asked.shape))
            utilities.append(np.where(self.full(option.get("when", True), kind, option), utility, -np.inf))
            costs.append({c: self.full(p.get("bind", p.get("spend")), kind, option) for c, p in pays.items()})
        if any((cost[asked] != 0).any() for cost in costs[base].values()):
            raise Bad(f"{name}: '{decision['otherwise']}' is what happens otherwise and must cost nothing")
        precision = self.full(decision["precision"], kind)
        gains = [np.where(asked, precision * (u - utilities[base]), -np.inf) for u in utilities]
        wishes = self.random("uniform", "decision." + name, "choice", 0, kind)
        agains = self.random("uniform", "decision." + name, "again", 0, kind)
        actor = self.reference[kind, decision["actor"]][1]
        groups = self.reference[kind, decision["among"]][1] if "among" in decision else np.arange(self.count[kind])
        found = []
        for group in np.unique(groups):
            rows = np.flatnonzero(groups == group)
            alternatives = [(r, o) for r in rows for o in range(len(options)) if o != base]
            alternatives.insert(base if len(rows) == 1 else 0, (rows[0], base))
            gain = np.array([np.zeros(self.lanes) if o == base else gains[o][r] for r, o in alternatives])
            cost = {c: np.array([costs[o][c][r] for r, o in alternatives]) for c in pays}
            found.append(Choice(name, actor[rows[0]], alternatives, gain, cost, pick(gain, wishes[rows[0]]),
                                agains[rows[0]], asked[rows].any(0)))
        return found

    def serve(self, choices, taken):
        """The eagerest first, lane by lane; a wish that does not fit is refused, and the actor draws again among what fits."""
        free = {(k, c): self.capacity(k, c, "free").copy() for k in self.kinds for c in self.capacities[k]}
        order = np.argsort(-np.array([choice.eagerness for choice in choices]), axis=0, kind="stable")
        lanes = np.arange(self.lanes)
        for place in order:
            for index in np.unique(place):
                choice = choices[index]
                here = (place == index) & choice.asked
                if not here.any():
                    continue
                decision = self.decisions[choice.name]
                payer = self.reference[decision["on"], decision["actor"]][0]
                affordable = np.ones(choice.gains.shape, bool)
                for capacity, cost in choice.costs.items():
                    affordable &= cost <= free[payer, capacity][choice.actor] + 1e-12
                fits = affordable[choice.wish, lanes]
                final = np.where(fits, choice.wish, pick(np.where(affordable, choice.gains, -np.inf), choice.again))
                for i, (row, option) in enumerate(choice.alternatives):
                    self.state[decision["on"]][choice.name + ".refused"][row] |= here & ~fits & (choice.wish == i)
                    taken[choice.name][row] = np.where(here & (final == i), option, taken[choice.name][row])
                for capacity, cost in choice.costs.items():
                    free[payer, capacity][choice.actor] -= np.where(here, cost[final, lanes], 0)

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
                for capacity, payment in decision.get("pays", {}).items():
                    amount = self.full(payment.get("bind", payment.get("spend")), kind, option)
                    if "bind" in payment:
                        self.commitments[name, capacity] = np.where(hit, amount, self.commitments[name, capacity])
                    else:
                        spent = np.zeros((self.count[payer], self.lanes))
                        np.add.at(spent, actor, np.where(hit, amount, 0))
                        adds.append(((payer, capacity), -spent))
        self.write(sets, adds, "decisions")
        self.add_up_ledger()
