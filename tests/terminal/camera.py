"""A phone's camera before a window, and the decoders behind it.

A picture that is read from a still is read by hardly anything yet: what counts is the camera's picture, which is
smaller, tilted, soft and noisy. The figures are those of a 21.5-inch panel of 1920 by 1080 and of a video of 1920
pixels in width with 65 degrees of view.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import cv2
import numpy as np
import zxingcpp
from PIL import Image

Picture: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"

PIXEL = 0.248
"""Millimetres of a pixel of the panel."""

VIDEO, VIEW = 1920, math.radians(65)
"""Pixels of the camera's picture from left to right, and its angle of view."""

BLUR, NOISE = 0.8, 5.0
"""Of the lens, in pixels; and of the sensor, in steps of 256 (standard deviations both)."""

ENOUGH = 2
"""Decoders of the three that have to read a code: each of them misses some that the others read."""

TILTS = ((0.0, 0.0, 0.0), (12.0, 4.0, 3.0), (-9.0, 8.0, -5.0))
"""Degrees by which people hold it askew: to the side, up and down, and around."""

NEAR, FAR = 300, 800
"""Millimetres: an arm that is bent, and what a wheelchair or a counter makes of it."""


def scale(distance: float) -> float:
    """Return how many pixels of the camera one of the panel is from so many millimetres."""
    return VIDEO * PIXEL / (2 * distance * math.tan(VIEW / 2))


def shots(window: Image.Image, distance: float) -> Iterator[Picture]:
    """Yield what the camera sees of a window from a distance in millimetres, once for each of the ways it is held."""
    chance = np.random.default_rng(20261128)
    still = np.asarray(window.convert("L"), dtype=np.uint8)
    for tilt in TILTS:
        seen = _held(still, distance, *tilt)
        soft = cv2.GaussianBlur(seen, (0, 0), BLUR).astype(np.float32)
        noisy = 20 + soft * 0.8 + chance.standard_normal(soft.shape, np.float32) * NOISE
        yield np.clip(noisy, 0, 255).astype(np.uint8)


def _held(still: Picture, distance: float, side: float, up: float, around: float) -> Picture:
    """Return the window as it falls on the sensor."""
    size = scale(distance)
    # Each pixel of the sensor gathers the light of all that it sees; a warp by itself would pick some of them.
    how = cv2.INTER_AREA if size < 1 else cv2.INTER_NEAREST
    still = np.asarray(cv2.resize(still, None, fx=size, fy=size, interpolation=how), dtype=np.uint8)
    height, width = still.shape[:2]
    turn = _turned(*map(math.radians, (side, up, around)))
    focal = VIDEO / 2 / math.tan(VIEW / 2)
    corners = np.array([(x * width / 2, y * height / 2, 0) for x in (-1, 1) for y in (-1, 1)]) @ turn.T
    flat = corners[:, :2] * focal / (focal + corners[:, 2:])
    flat -= flat.min(axis=0) - 20
    before = np.array([(x, y) for x in (0, width) for y in (0, height)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(before, flat.astype(np.float32))
    across, down = (int(side) + 40 for side in flat.max(axis=0))
    return np.asarray(cv2.warpPerspective(still, warp, (across, down), borderValue=(90,)), dtype=np.uint8)


def _turned(side: float, up: float, around: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    yaw = [[math.cos(side), 0, math.sin(side)], [0, 1, 0], [-math.sin(side), 0, math.cos(side)]]
    pitch = [[1, 0, 0], [0, math.cos(up), -math.sin(up)], [0, math.sin(up), math.cos(up)]]
    roll = [[math.cos(around), -math.sin(around), 0], [math.sin(around), math.cos(around), 0], [0, 0, 1]]
    return np.asarray(np.array(roll) @ np.array(pitch) @ np.array(yaw), dtype=np.float64)


def _zxing(picture: Picture) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def _opencv(picture: Picture) -> set[str]:
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    return {text} - {""}


def _zbar(picture: Picture) -> set[str]:
    from pyzbar import pyzbar  # it loads Debian's library, without which the tests are skipped

    return {code.data.decode() for code in pyzbar.decode(picture)}


DECODERS: Mapping[str, Callable[[Picture], set[str]]] = {"zxing-cpp": _zxing, "OpenCV": _opencv, "zbar": _zbar}
"""What reads QR codes; OpenCV's reads no Code 39."""


def read_by(still: Image.Image, distance: float, text: str) -> set[str]:
    """Return decoders that read a code from any of the camera's pictures, of which a phone takes thirty in a second.

    Once `ENOUGH` have, the others are not asked.
    """
    found: set[str] = set()
    for picture in shots(_near(still, text), distance):
        for name, decode in DECODERS.items():
            if len(found) < ENOUGH and name not in found and text in decode(picture):
                found.add(name)
        if len(found) == ENOUGH:
            break
    return found


def _near(still: Image.Image, text: str) -> Image.Image:
    """Return the part of a window with a code and what is around it, which is all that a visitor aims at."""
    places = [code.position for code in zxingcpp.read_barcodes(still) if code.text == text]
    assert places, "not even the still is read"
    corners = [corner for at in places[:1] for corner in (at.top_left, at.top_right, at.bottom_left, at.bottom_right)]
    across, down = ([corner.x for corner in corners], [corner.y for corner in corners])
    margin = (max(across) - min(across)) // 4
    return still.crop((
        max(0, min(across) - margin), max(0, min(down) - margin),
        min(still.width, max(across) + margin), min(still.height, max(down) + margin),
    ))  # fmt: skip
