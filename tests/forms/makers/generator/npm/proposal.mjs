// Writes a project proposal form with the npm library docx from a plan in JSON: node proposal.mjs plan.json out.docx
import fs from "node:fs";
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableOfContents, TableRow, TextRun, WidthType } from "docx";

const [plan, out] = process.argv.slice(2);
const blocks = [];
for (const step of JSON.parse(fs.readFileSync(plan, "utf8"))) {
  if (step.title) blocks.push(new Paragraph({ text: step.title, heading: HeadingLevel.TITLE }));
  if (step.text) blocks.push(new Paragraph(step.text));
  if (step.toc) blocks.push(new TableOfContents("Contents", { hyperlink: true, headingStyleRange: "1-2" }));
  if (step.h1) blocks.push(new Paragraph({ text: step.h1, heading: HeadingLevel.HEADING_1 }));
  if (step.h2) blocks.push(new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(`@@${step.key}@@${step.h2}`)] }));
  if (step.guide) blocks.push(new Paragraph({ children: [new TextRun({ text: "@@guide@@" }), new TextRun({ text: step.guide, italics: true, color: "666666" })] }));
  if (step.answer) blocks.push(new Paragraph(`@@${step.answer}@@`), new Paragraph(""));
  for (const option of step.options ?? []) blocks.push(new Paragraph(`@@${step.key}=${option}@@☐ ${option}`));
  if (step.table) {
    const cell = (text, bold = false) => new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })], width: { size: 2200, type: WidthType.DXA } });
    const rows = [new TableRow({ tableHeader: true, children: step.table.map((text, i) => cell((i ? "" : `@@${step.key}@@`) + text, true)) })];
    for (let i = 0; i < 3; i++) rows.push(new TableRow({ children: step.table.map(() => cell("")) }));
    blocks.push(new Table({ rows }), new Paragraph(""));
  }
}
fs.writeFileSync(out, await Packer.toBuffer(new Document({ sections: [{ children: blocks }] })));
