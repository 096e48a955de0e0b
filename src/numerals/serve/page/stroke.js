// Stroke: a smooth line through the points of a pen.

/**
 * Draw one stroke. Each point bends the line, which runs through the middles between points:
 * so it has no corners that the hand did not make.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number][]} points
 * @param {number} pen Width of the pen.
 */
export function tracePath(context, points, pen) {
  const [start] = points;
  context.beginPath();
  if (points.length === 1) {
    context.arc(start[0], start[1], pen / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(start[0], start[1]);
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i];
    const [nextX, nextY] = points[i + 1];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  const end = points.at(-1);
  context.lineTo(end[0], end[1]);
  context.stroke();
}
