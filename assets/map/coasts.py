#!/usr/bin/env python3
"""Makes coasts.csv from Natural Earth's 1:110m land (public domain), as the npm package `world-atlas` carries it:

    python3 coasts.py land-110m.json > coasts.csv

One line of the table is one closed coast: longitude and latitude in tenths of a degree, in turn. Islands under
SMALLEST square degrees and Antarctica's rim are left out; what strays less than NEAR degrees is straightened
(Douglas and Peucker 1973).
"""
import json
import sys

NEAR, SMALLEST = 0.15, 0.4


def straightened(points):
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def away(p):
        if length == 0:
            return ((p[0] - ax) ** 2 + (p[1] - ay) ** 2) ** 0.5
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length

    k = max(range(1, len(points) - 1), key=lambda i: away(points[i]))
    if away(points[k]) <= NEAR:
        return [points[0], points[-1]]
    return straightened(points[: k + 1])[:-1] + straightened(points[k:])


def main():
    world = json.load(open(sys.argv[1]))
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for land in world["objects"]["land"]["geometries"]:
        for polygon in land["arcs"]:
            ring = []
            for number in polygon[0]:
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += part if not ring else part[1:]
            area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2
            if area < SMALLEST or max(p[1] for p in ring) < -60:
                continue
            half = len(ring) // 2
            ring = straightened(ring[: half + 1])[:-1] + straightened(ring[half:])
            print(",".join(f"{round(x * 10)},{round(y * 10)}" for x, y in ring))


main()
