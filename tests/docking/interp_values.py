"""What an expression is worth, for all rows and replicates at once.

Data is an array [axis of the rule's rows, axis of each binder from the outside in ..., lane]; a lane is a replicate.
Missing is kept beside the data, never in it: NaN is a number that went wrong, missing is a row that is not there.
"""
import numpy as np

from interp_syntax import Bad, Parser
from interp_scenario import formula

CONSTANTS = ("ln2", "pi", "time", "step")
DRAWS = ("chance", "uniform", "normal", "exponential", "pareto")
ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power,
              "<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal}
FUNCTIONS = {
    "exp": np.exp, "log": np.log, "log10": np.log10, "sqrt": np.sqrt, "abs": np.abs, "tanh": np.tanh,
    "logistic": lambda x: 1 / (1 + np.exp(-x)),
    "logit": lambda x: np.log(x / (1 - x)),
    "clamp": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "min": lambda *values: np.minimum.reduce(np.broadcast_arrays(*values)),
    "max": lambda *values: np.maximum.reduce(np.broadcast_arrays(*values)),
}


class Value:
    """Numbers, truths, or rows of `kind` (then `data` holds their numbers); `present` is True or an array of truths."""
    __slots__ = ("data", "present", "kind")

    def __init__(self, data, present=True, kind=None):
        self.data, self.present, self.kind = data, present, kind


class Part:
    """An event, a decision or a capacity of some rows, before it is known which part of it is asked for."""
    __slots__ = ("type", "kind", "rows", "name")

    def __init__(self, type_of_part, kind, rows, name):
        self.type, self.kind, self.rows, self.name = type_of_part, kind, rows, name


class Context:
    """Where an expression stands: the rule's kind, the binders around it, the option, and how to draw there."""

    def __init__(self, kind=None, axes=0, binders=None, option=None, draw=None):
        self.kind, self.axes, self.binders, self.option, self.draw = kind, axes, binders or {}, option, draw

    def within(self, binder, kind):
        return Context(self.kind, self.axes + 1, {**self.binders, binder: ("row", kind, self.axes)}, self.option, self.draw)

    @property
    def ones(self):
        return (1,) * (self.axes + 1)


def on(kind, draw=None, option=None):
    """The context of a rule on `kind`."""
    return Context(kind, 1, None, option, draw)


def both(*presences):
    """Present where all of them are."""
    known = [p for p in presences if p is not True]
    return np.logical_and.reduce(np.broadcast_arrays(*known)) if known else True


class Evaluator:
    """Evaluates expressions over the columns that a subclass holds.

    It needs: d (scenario), kinds, count[kind], names[kind], reference[kind, column], partner[kind], state[kind][column],
    lets[kind], events_on[kind], decisions_on[kind], capacities[kind], functions, clock, now, column(kind, name), capacity(...).
    """

    def __init__(self):
        self.parsed, self.cache, self.busy, self.parameters = {}, {}, [], {}

    # ---- entry points
    def node(self, text):
        text = formula(text)
        if isinstance(text, bool):
            return ("truth", text)
        if not isinstance(text, str):
            return ("number", float(text))
        if text not in self.parsed:
            self.parsed[text] = Parser(text, self.kinds).parse()
        return self.parsed[text]

    def evaluate(self, text, context):
        """The value of an expression, which may be missing in places."""
        with np.errstate(all="ignore"):
            return self.value(self.node(text), context)

    def data(self, text, context, where=True):
        """The same as an array; missing (where it counts) is an error."""
        value = self.evaluate(text, context)
        if value.kind:
            raise Bad(f"'{text}' is a row, not a value")
        if value.present is not True and (~value.present & where).any():
            raise Bad(f"'{text}' is missing and has no else")
        return value.data

    # ---- rows and their members
    def own_rows(self, context):
        return np.arange(self.count[context.kind]).reshape((-1,) + (1,) * context.axes)

    def gather(self, values, present, rows):
        """`values` [row, lane] at the rows of a Value."""
        if values.shape[0] == 0:
            return Value(np.zeros(rows.data.shape, values.dtype), np.zeros(rows.data.shape, bool))
        index = np.maximum(rows.data[..., 0], 0)
        return Value(values[index], both(rows.present, True if present is True else present[index]))

    def member(self, kind, rows, name):
        if (kind, name) in self.reference:
            target, index = self.reference[kind, name]
            data = index[np.maximum(rows.data, 0)] if len(index) else np.zeros(rows.data.shape, int)
            return Value(data, rows.present, target)
        if name in self.capacities[kind]:
            return Part("capacity", kind, rows, name)
        if name in self.events_on[kind] or name in self.decisions_on[kind]:
            return Part("event", kind, rows, name)
        if name in self.lets.get(kind, {}):
            let = self.let(kind, name)
            return self.gather(let.data, let.present, rows)
        if name in self.kinds[kind] and name != "key":
            return self.gather(self.column(kind, name), True, rows)
        raise Bad(f"{kind} has no '{name}'")

    def is_member(self, kind, name):
        return name != "key" and (name in self.kinds[kind] or name in self.lets.get(kind, {})
                                  or name in self.events_on[kind] or name in self.decisions_on[kind])

    def let(self, kind, name):
        if (kind, name) not in self.cache:
            if ("let", kind, name) in self.busy:
                raise Bad(f"lets go in a circle: {self.busy}")
            self.busy.append(("let", kind, name))
            value = self.evaluate(self.lets[kind][name], on(kind))
            self.busy.pop()
            shape = np.broadcast_shapes(value.data.shape, (self.count[kind], 1))
            present = value.present if value.present is True else np.broadcast_to(value.present, shape)
            self.cache[kind, name] = Value(np.broadcast_to(value.data, shape), present)
        return self.cache[kind, name]

    def parameter(self, name):
        if name not in self.parameters:
            declared = self.d["parameter"][name]
            declared = declared if isinstance(declared, dict) else {"value": declared}
            value = self.data(declared["value"], Context()).reshape(-1)[0]
            low, high = declared.get("range", (-np.inf, np.inf))
            if not low <= value <= high:
                raise Bad(f"parameter {name} = {value} is out of its range")
            self.parameters[name] = value
        return self.parameters[name]

    # ---- expressions
    def value(self, node, context):
        """As `raw`, but a bare event or decision name is the truth that it happened in this step."""
        found = self.raw(node, context)
        if not isinstance(found, Part):
            return found
        if found.type == "capacity":
            raise Bad(f"{found.name} is a capacity: say .total, .free, .bound or .strain")
        return self.gather(self.state[found.kind][found.name], True, found.rows)

    def raw(self, node, context):
        method = getattr(self, "on_" + node[0], None)
        return method(node, context) if method else self.operator(node, context)

    def on_number(self, node, context):
        return Value(np.full(context.ones, node[1]))

    on_truth = on_number

    def on_name(self, node, context):
        name = node[1]
        if name in context.binders:
            binder = context.binders[name]
            if binder[0] == "argument":         # of a function: read where the function is called, here deeper by some axes
                _, argument, caller = binder
                return self.raw(argument, Context(caller.kind, context.axes, caller.binders, caller.option, context.draw))
            _, kind, axis = binder
            return Value(np.arange(self.count[kind]).reshape((1,) * axis + (-1,) + (1,) * (context.axes - axis)), True, kind)
        if name == "this":
            return Value(self.own_rows(context), True, context.kind)
        if context.kind and self.is_member(context.kind, name):
            return self.member(context.kind, Value(self.own_rows(context), True, context.kind), name)
        if name in getattr(self, "outcomes", {}):
            return self.outcomes[name]
        if name in self.d.get("parameter", {}):
            return Value(np.full(context.ones, self.parameter(name)))
        if name in CONSTANTS:
            return Value(np.full(context.ones, {"ln2": np.log(2.0), "pi": np.pi, "time": self.now, "step": self.clock.step}[name]))
        raise Bad(f"unknown name '{name}'" + (f" in a rule on {context.kind}" if context.kind else ""))

    def member_of(self, node, context):
        if node[1] == ("name", "option"):
            return self.evaluate(context.option[node[2]], context)
        left = self.raw(node[1], context)
        if isinstance(left, Value) and left.kind:
            return self.member(left.kind, left, node[2])
        if isinstance(left, Part) and left.type == "capacity":
            return self.gather(self.capacity(left.kind, left.name, node[2]), True, left.rows)
        if isinstance(left, Part):
            return self.gather(self.state[left.kind][left.name + "." + node[2]], True, left.rows)
        raise Bad(f"'.{node[2]}' after something that is no row")

    def on_look_up(self, node, context):
        _, kind, arguments = node
        table, key_kinds = self.partner[kind]
        keys = []
        for argument, key_kind in zip(arguments, key_kinds, strict=True):
            if argument[0] == "name" and not context.kind and argument[1] not in context.binders:
                keys.append(Value(np.full(context.ones, self.names[key_kind].index(argument[1])), True, key_kind))
            else:
                keys.append(self.value(argument, context))
        rows = table[tuple(np.broadcast_arrays(*(key.data for key in keys)))]
        return Value(rows, both(rows >= 0, *(key.present for key in keys)), kind)

    def on_aggregate(self, node, context):
        _, function, binder, kind, condition, body = node
        inner, axis = context.within(binder, kind), context.axes
        chosen = self.value(condition, inner) if condition else Value(np.ones(inner.ones, bool))
        body = self.value(body, inner) if body else Value(np.ones(inner.ones, bool if function in ("any", "all") else float))
        every = np.broadcast_shapes(chosen.data.shape, body.data.shape, (1,) * axis + (self.count[kind], 1))
        mask = chosen.data.astype(bool)
        present = True                          # missing in a row that is chosen makes the whole missing
        fine = both(chosen.present, True if body.present is True else ~mask | body.present)
        if fine is not True:
            present = np.broadcast_to(fine, np.broadcast_shapes(every, fine.shape)).all(axis)
        if function == "any":
            return Value(np.broadcast_to(mask & body.data, every).any(axis), present)
        if function == "all":
            return Value(np.broadcast_to(~mask | body.data, every).all(axis), present)
        number = np.broadcast_to(mask, np.broadcast_shapes(mask.shape, (1,) * axis + (self.count[kind], 1))).sum(axis).astype(float)
        if function == "count":
            return Value(number, present)
        if function in ("sum", "mean"):
            total = self.total(mask, body.data, every, axis)
            return Value(total, present) if function == "sum" else Value(total / number, both(present, number > 0))
        worst, pick = (np.inf, np.min) if function == "min" else (-np.inf, np.max)
        found = pick(np.broadcast_to(np.where(mask, body.data, worst), every), axis=axis, initial=worst)
        return Value(found, both(present, number > 0))

    @staticmethod
    def total(mask, values, every, axis):
        """Sum of the values where the mask holds. Which rows belong together seldom differs by lane: then it is a matrix product."""
        if axis == 1 and mask.shape[-1] == 1 and values.shape[0] == 1 and np.isfinite(values).all():
            weights = np.broadcast_to(mask, (mask.shape[0], every[1], 1))[..., 0].astype(float)
            return weights @ np.broadcast_to(values, (1, every[1], values.shape[-1]))[0]
        return np.broadcast_to(np.where(mask, values, 0.0), every).sum(axis)

    def on_else(self, node, context):
        left = self.value(node[1], context)
        if left.present is True:
            return left
        right = self.value(node[2], context)
        present = left.present | right.present
        return Value(np.where(left.present, left.data, right.data), True if np.all(present) else present, left.kind)

    def on_call(self, node, context):
        _, name, arguments = node
        if name == "if":
            condition, first, second = (self.value(a, context) for a in arguments)
            test = condition.data.astype(bool)
            chosen = first.present is second.present is True or np.where(test, first.present, second.present)
            return Value(np.where(test, first.data, second.data), both(condition.present, chosen), first.kind)
        if name in self.functions:
            binders, text = self.functions[name]
            bound = {b: ("argument", a, context) for b, a in zip(binders, arguments, strict=True)}
            return self.raw(self.node(text), Context(None, context.axes, bound, None, context.draw))
        values = [self.value(a, context) for a in arguments]
        present = both(*(v.present for v in values))
        if name in DRAWS:
            return Value(self.draw(name, [v.data for v in values], context), present)
        if name in FUNCTIONS:
            return Value(FUNCTIONS[name](*(v.data for v in values)), present)
        raise Bad(f"unknown function '{name}'")

    def draw(self, name, values, context):
        """Each draw of an expression has a number of its own: `context.draw` counts."""
        if context.draw is None:
            raise Bad(f"{name}() is a draw: it may stand only in set, add and start")
        number = context.draw("normal" if name == "normal" else "uniform")
        number = number.reshape((number.shape[0],) + (1,) * (context.axes - 1) + (number.shape[1],))
        if name == "chance":
            return number < values[0]
        if name == "uniform":
            return values[0] + (values[1] - values[0]) * number
        if name == "normal":
            return values[0] + values[1] * number
        if name == "exponential":
            return -values[0] * np.log1p(-number)
        low, high, exponent = values            # Pareto, cut off at `high`: inverse of its distribution function
        return low * (1 - number * (1 - (low / high) ** exponent)) ** (-1 / exponent)

    def operator(self, node, context):
        operator = node[0]
        if operator == ".":
            return self.member_of(node, context)
        values = [self.value(child, context) for child in node[1:]]
        present = both(*(v.present for v in values))
        first, second = values[0], values[-1]
        if operator in ("==", "!="):
            if first.kind != second.kind:
                raise Bad(f"rows of {first.kind} and {second.kind} do not compare")
            return Value(first.data == second.data if operator == "==" else first.data != second.data, present)
        if first.kind or second.kind:
            raise Bad(f"'{operator}' wants no rows")
        if operator == "negative":
            return Value(-first.data, present)
        if operator == "not":
            return Value(~first.data.astype(bool), present)
        if operator == "and":
            return Value(first.data.astype(bool) & second.data.astype(bool), present)
        if operator == "or":
            return Value(first.data.astype(bool) | second.data.astype(bool), present)
        if first.data.dtype == bool or second.data.dtype == bool:
            raise Bad(f"'{operator}' wants numbers, not truths")
        return Value(ARITHMETIC[operator](first.data, second.data), present)
