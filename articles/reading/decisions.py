"""What a meeting decided, in the words in which a story prints it. Pure: text to sentences."""

import re

# 会议决定…, 会议审议通过了…, 全会一致同意…: decisions. What a meeting stressed, demanded or heard is not one.
DECIDED = re.compile(
    r"[^，。；“‘]{0,6}?(?:会议|全会|大会)(?:还|经|一致|审议并|研究|投票|认真|，){0,3}"
    r"(?:决定|审议通过|表决通过|通过|议定|原则同意|同意|明确|确定)"
)
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’）」』]*")


def decisions(body: str) -> list[str]:
    """Sentences of a story's text that say what a meeting decided, in their order."""
    sentences = (found.group().strip() for line in body.split("\n") for found in SENTENCE.finditer(line))
    return [sentence for sentence in sentences if DECIDED.match(sentence)]
