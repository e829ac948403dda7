"""Matching: which records describe one report. Pure; every verdict has the name of its rule and its evidence."""

from msgevidence.matching.clusters import REASONS, Clusters, clusters
from msgevidence.matching.compare import Evidence, Trit, compare
from msgevidence.matching.keys import address_key, keys
from msgevidence.matching.merge import Merged, merge
from msgevidence.matching.prepared import Prepared, prepare
from msgevidence.matching.prisma import Flow, flow
from msgevidence.matching.ranking import match
from msgevidence.matching.rules import RULES, Judgement, Rule, judge

__all__ = [
    "REASONS",
    "RULES",
    "Clusters",
    "Evidence",
    "Flow",
    "Judgement",
    "Merged",
    "Prepared",
    "Rule",
    "Trit",
    "address_key",
    "clusters",
    "compare",
    "flow",
    "judge",
    "keys",
    "match",
    "merge",
    "prepare",
]
