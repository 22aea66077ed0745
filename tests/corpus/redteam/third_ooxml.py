"""Raw WordprocessingML, in Word 365's or Google Docs' manner."""

import random
import re
import zipfile
from xml.sax.saxutils import escape

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'


class Doc:
    def __init__(self, flavour="word", seed=1):
        self.f = flavour
        self.rnd = random.Random(seed)
        self.n = 100
        self.comments = []

    def rsid(self):
        return f"{self.rnd.randrange(0x00A00000, 0x00FF0000):08X}"

    def smart(self, t):
        return re.sub(r"(\w)'", r"\1’", t) if self.f == "word" else t

    def run(self, t, b=False, i=False, strike=False, hl=None, color=None, style=None, sz=None):
        t = self.smart(t)
        pr = ""
        if style:
            pr += f'<w:rStyle w:val="{style}"/>'
        if self.f == "google":
            pr += '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
        if b:
            pr += "<w:b/>" if self.f == "word" else '<w:b w:val="1"/>'
        elif self.f == "google":
            pr += '<w:b w:val="0"/>'
        if i:
            pr += "<w:i/>" if self.f == "word" else '<w:i w:val="1"/>'
        if strike:
            pr += "<w:strike/>" if self.f == "word" else '<w:strike w:val="1"/>'
        elif self.f == "google":
            pr += '<w:strike w:val="0"/>'
        if color:
            pr += f'<w:color w:val="{color}"/>'
        if sz:
            pr += f'<w:sz w:val="{sz}"/>'
        if hl:
            pr += f'<w:highlight w:val="{hl}"/>' if self.f == "word" else f'<w:shd w:fill="{hl}" w:val="clear"/>'
        if self.f == "google":
            pr += '<w:rtl w:val="0"/>'
        pr = f"<w:rPr>{pr}</w:rPr>" if pr else ""

        def one(x):
            return f'<w:r{(f" w:rsidR={chr(34)}{self.rsid()}{chr(34)}") if self.f == "word" and self.rnd.random() < 0.5 else ""}>{pr}<w:t xml:space="preserve">{escape(x)}</w:t></w:r>'

        if self.f == "word" and len(t) > 12 and not style:
            words = t.split(" ")
            out = []
            k = 0
            while k < len(words):
                m = self.rnd.choice((1, 3, 7, 15, 30))
                chunk = " ".join(words[k : k + m]) + (" " if k + m < len(words) else "")
                k += m
                if len(chunk) > 6 and self.rnd.random() < 0.15:
                    c = len(chunk) // 2
                    out.append(
                        '<w:proofErr w:type="spellStart"/>'
                        + one(chunk[:c])
                        + one(chunk[c:])
                        + '<w:proofErr w:type="spellEnd"/>'
                    )
                else:
                    out.append(one(chunk))
            return "".join(out)
        return one(t)

    def p(self, content="", style=None, num=None, shade=None, after=None, keep=False, **kw):
        runs = content if content.startswith("<w:") else (self.run(content, **kw) if content else "")
        pr = ""
        if style:
            pr += f'<w:pStyle w:val="{style}"/>'
        if keep:
            pr += "<w:keepNext/>"
        if num is not None:
            pr += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
        if shade:
            pr += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'
        if self.f == "google":
            pr += '<w:keepNext w:val="0"/><w:spacing w:after="0" w:before="0" w:line="276" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/><w:jc w:val="left"/>'
        bm = ""
        if self.f == "word" and self.rnd.random() < 0.1:
            self.n += 1
            bm = f'<w:bookmarkStart w:id="{self.n}" w:name="_Hlk{self.n}99"/><w:bookmarkEnd w:id="{self.n}"/>'
        at = (
            f' w:rsidR="{self.rsid()}" w:rsidRDefault="{self.rsid()}" w14:paraId="{self.rsid()}"'
            if self.f == "word"
            else (
                ' w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000"'
                if self.f == "google"
                else ""
            )
        )
        return f"<w:p{at}>{'<w:pPr>' + pr + '</w:pPr>' if pr else ''}{bm}{runs}</w:p>"

    def blocks(self, bl, bullet=1):
        out = []
        for k, v in bl:
            if k == "p":
                out.append(self.p(v))
            elif k == "h":
                out.append(self.p(v, b=True) if self.f != "google" else self.p(v, style="Heading4"))
            elif k == "b":
                out += [self.p(x, num=(bullet, 0), style="ListParagraph" if self.f == "word" else None) for x in v]
            elif k == "t":
                out.append(self.tbl([[self.p(c) for c in r] for r in v]))
                out.append(self.p())
        return "".join(out) or self.p()

    def tbl(self, rows, widths=None, header=0, shade=None, spans=None):
        n = max(sum((spans or {}).get((i, j), 1) for j, _ in enumerate(r)) for i, r in enumerate(rows))
        w = widths or [9000 // n] * n
        out = (
            f'<w:tbl><w:tblPr>{f"<w:tblStyle w:val={chr(34)}TableGrid{chr(34)}/>" if self.f == "word" else ""}<w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr><w:tblGrid>'
            + "".join(f'<w:gridCol w:w="{x}"/>' for x in w)
            + "</w:tblGrid>"
        )
        for i, r in enumerate(rows):
            out += "<w:tr>" + ("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if i < header else "")
            for j, c in enumerate(r):
                sp = (spans or {}).get((i, j), 1)
                fill = (shade or {}).get((i, j)) or (shade or {}).get((i, None)) or (shade or {}).get((None, j))
                out += (
                    f'<w:tc><w:tcPr><w:tcW w:w="{w[min(j, len(w) - 1)] * sp}" w:type="dxa"/>'
                    + (f'<w:gridSpan w:val="{sp}"/>' if sp > 1 else "")
                    + (f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else "")
                    + "</w:tcPr>"
                    + (c if c.endswith("</w:p>") else c + self.p())
                    + "</w:tc>"
                )
            out += "</w:tr>"
        return out + "</w:tbl>"

    def check(self, on):
        self.n += 1
        return f'<w:sdt><w:sdtPr><w:id w:val="{self.rnd.randrange(10**9)}"/><w14:checkbox><w14:checked w14:val="{int(on)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{"☒" if on else "☐"}</w:t></w:r></w:sdtContent></w:sdt>'

    def control(self, tag, text, prompt="Click or tap here to enter text.", kind="<w:text/>"):
        "inline content control; empty shows placeholder"
        ph = "" if text else "<w:showingPlcHdr/>"
        inner = self.run(text) if text else self.run(prompt, style="PlaceholderText")
        return f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{self.rnd.randrange(10**9)}"/><w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder>{ph}{kind}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'

    def block_control(self, tag, inner, prompt="Click or tap here to enter text."):
        ph = "" if inner else "<w:showingPlcHdr/>"
        return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="{self.rnd.randrange(10**9)}"/>{ph}</w:sdtPr><w:sdtContent>{inner if inner else inner or self.p(prompt, style=None, color="808080")}</w:sdtContent></w:sdt>'

    def save(self, dest, body, header="", footer=""):
        styles = (
            f'<w:styles {NS}><w:docDefaults/><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
            + "".join(
                f'<w:style w:type="paragraph" w:styleId="Heading{i}"><w:name w:val="heading {i}"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{i - 1}"/></w:pPr></w:style>'
                for i in range(1, 5)
            )
            + '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/></w:style><w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="808080"/></w:rPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style></w:styles>'
        )
        num = f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        rels = [("styles", "styles.xml"), ("numbering", "numbering.xml")]
        parts = {"word/styles.xml": styles, "word/numbering.xml": num}
        refs = ""
        if header:
            parts["word/header1.xml"] = f"<w:hdr {NS}>{self.p(header)}</w:hdr>"
            rels.append(("header", "header1.xml"))
            refs += '<w:headerReference w:type="default" r:id="rId3"/>'
        if footer:
            parts["word/footer1.xml"] = f"<w:ftr {NS}>{self.p(footer)}</w:ftr>"
            rels.append(("footer", "footer1.xml"))
            refs += f'<w:footerReference w:type="default" r:id="rId{len(rels)}"/>'
        if self.comments:
            parts["word/comments.xml"] = (
                f"<w:comments {NS}>"
                + "".join(
                    f'<w:comment w:id="{i}" w:author="KW" w:date="2026-11-10T09:00:00Z" w:initials="KW">{self.p(c)}</w:comment>'
                    for i, c in enumerate(self.comments)
                )
                + "</w:comments>"
            )
            rels.append(("comments", "comments.xml"))
        ct = (
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{f}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{k}+xml"/>'
                for k, f in rels
            )
            + "</Types>"
        )
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        with zipfile.ZipFile(dest, "w", zipfile.ZIP_DEFLATED) as z:

            def put(n, t):
                z.writestr(
                    zipfile.ZipInfo(n, (2026, 11, 20, 9, 0, 0)),
                    ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + t)
                    if not t.startswith("<?xml")
                    else t,
                )

            put("[Content_Types].xml", ct)
            put(
                "_rels/.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            put(
                "word/_rels/document.xml.rels",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                + "".join(
                    f'<Relationship Id="rId{i + 1}" Type="{rel}/{k}" Target="{f}"/>' for i, (k, f) in enumerate(rels)
                )
                + "</Relationships>",
            )
            put(
                "word/document.xml",
                f'<w:document {NS}><w:body>{body}<w:sectPr>{refs}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
            )
            for n, t in parts.items():
                put(n, t)
