import { t } from "@lingui/core/macro"
import { type ReactNode, useEffect, useId, useRef, useState } from "react"
import { Button } from "../button.tsx"
import { Skeleton } from "../skeleton.tsx"
import { spread } from "./scale.ts"

/** The numbers behind a plot: a name, the columns, and a row each whose first cell names it. */
export type Numbers = { columns: string[]; rows: (string | number)[][] }

/** Where a plot draws: its margins are for what stands on the axes. */
export type Frame = { left: number; right: number; top: number; bottom: number; width: number; height: number }

type Props = {
  title: string
  /** What the plot shows, in a sentence, for who does not see it; and its outcome. */
  description: string
  numbers: Numbers
  legend?: ReactNode
  height?: number
  children: (frame: Frame) => ReactNode
}

const margin = { left: 34, right: 20, top: 14, bottom: 22 }

/** A plot with its title, a description, and the numbers behind it a button away. */
export function Plot({ title, description, numbers, legend, height = 220, children }: Props) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [box, width] = useWidth()
  const frame = {
    ...margin,
    right: width - margin.right,
    bottom: height - margin.bottom,
    width,
    height,
  }
  return (
    <figure
      aria-labelledby={`${id}-title`}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2 rounded-md border bg-panel p-3.5 shadow-card"
    >
      <figcaption className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 id={`${id}-title`} className="font-semibold">
            {title}
          </h2>
          <p id={`${id}-description`} className="text-muted text-xs">
            {description}
          </p>
        </div>
        <Button
          variant="ghost"
          className="-mt-1 -me-2"
          aria-expanded={open}
          aria-controls={`${id}-numbers`}
          aria-label={t`Numbers of ${title}`}
          onClick={() => setOpen(!open)}
        >
          {open ? t`Hide numbers` : t`Numbers`}
        </Button>
      </figcaption>
      {legend && <div className="flex flex-wrap gap-x-3 gap-y-1 text-xs">{legend}</div>}
      <div ref={box} dir="ltr" style={{ height }}>
        {width > 0 && (
          <svg
            role="img"
            aria-labelledby={`${id}-name`}
            aria-describedby={`${id}-description`}
            width={width}
            height={height}
            className="block overflow-visible text-2xs [&_text]:fill-muted"
          >
            <title id={`${id}-name`}>{title}</title>
            {children(frame)}
          </svg>
        )}
      </div>
      <div id={`${id}-numbers`} hidden={!open}>
        {open && <NumbersTable label={t`Numbers of ${title}`} numbers={numbers} />}
      </div>
    </figure>
  )
}

function NumbersTable({ label, numbers: { columns, rows } }: { label: string; numbers: Numbers }) {
  const [first, ...rest] = columns
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="thin-scroll max-h-72 overflow-auto rounded-sm border">
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 bg-sunken [&_th]:text-start">
          <tr>
            <th className="px-2 py-1 font-medium">{first}</th>
            {rest.map((column) => (
              <th key={column} className="px-2 py-1 text-end font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a plot stand in its order
            <tr key={row} className="border-t">
              <th scope="row" className="px-2 py-1 text-start font-normal">
                {name}
              </th>
              {cells.map((cell, column) => (
                <td key={rest[column]} className="px-2 py-1 text-end">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** How wide an element is; 0 until it is known. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const node = box.current
    if (!node) return
    const observer = new ResizeObserver(() => setWidth(node.clientWidth))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  return [box, width] as const
}

type AxesProps = {
  frame: Frame
  /** Marks of the upright axis. */
  ticks: number[]
  y: (value: number) => number
  format?: (value: number) => string
  /** Labels of the level axis, and where each stands. */
  labels: string[]
  x: (index: number) => number
}

/** Room that a label of the level axis takes. Pixels. */
const LABEL = 58

/** The axes: level lines with their numbers, and what stands below. The table says the same, so nobody needs to hear it. */
export function Axes({ frame, ticks, y, format = String, labels, x }: AxesProps) {
  const written = new Set(spread(labels.length, Math.floor((frame.right - frame.left) / LABEL)))
  return (
    <g aria-hidden>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={frame.left}
            x2={frame.right}
            y1={y(tick)}
            y2={y(tick)}
            stroke={tick === 0 ? "var(--line-strong)" : "var(--line)"}
          />
          <text x={frame.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {labels.map((label, index) =>
        written.has(index) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels stand in the axis' order and may be alike
          <text key={index} x={x(index)} y={frame.bottom + 15} textAnchor="middle">
            {label}
          </text>
        ) : null,
      )}
    </g>
  )
}

/** One entry of a legend: how something is drawn, and what it is. */
export function LegendItem({ children, sample }: { children: ReactNode; sample: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-muted">
      <svg aria-hidden width="18" height="10" className="shrink-0">
        {sample}
      </svg>
      {children}
    </span>
  )
}

/** Where a plot will stand. */
export function PlotSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      <Skeleton className="h-[310px] rounded-md" />
    </div>
  )
}

/** A plot that has nothing to show yet, and how it gets something. */
export function EmptyPlot({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-h-40 content-start gap-1 rounded-md border border-dashed p-3.5">
      <h2 className="font-semibold">{title}</h2>
      <p className="text-muted">{children}</p>
    </section>
  )
}
