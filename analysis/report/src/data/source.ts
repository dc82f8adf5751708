/**
 * Where the page gets its data. Today that is the payload in the page; an engine in the page will be another source.
 * Nothing outside this folder knows how data is stored.
 */
import type { Report } from "./contract";
import { bytes_of } from "./unpack";

export interface Source {
  report(): Promise<Report>;
}

/** The payload of <script type="application/json+gzip" id="report">. */
export class EmbeddedSource implements Source {
  constructor(private readonly id = "report") {}

  async report(): Promise<Report> {
    const text = document.getElementById(this.id)?.textContent?.trim() ?? "";
    if (!text || text.startsWith("@"))
      throw new Error("This page holds no data: it is a template, which `hegemon report` fills in.");
    if (typeof DecompressionStream === "undefined")
      throw new Error(
        "This browser is too old to unpack the report: Chrome 80, Firefox 113 or Safari 16.4 and newer can.",
      );
    const stream = new Blob([bytes_of(text) as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    const report = (await new Response(stream).json()) as Report;
    if (report.format !== "hegemon report" || report.version[0] !== 1)
      throw new Error(
        `This page reads reports of version 1, and its data says ${report.format} ${report.version?.join(".")}.`,
      );
    return report;
  }
}
