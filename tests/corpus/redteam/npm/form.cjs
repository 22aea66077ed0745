const fs=require('fs'),D=require('docx');const [,,src,dest]=process.argv;const F=JSON.parse(fs.readFileSync(src));
const {Document,Packer,Paragraph,TextRun,Table,TableRow,TableCell,WidthType,Header,Footer,HeadingLevel,ShadingType,PageNumber}=D;
const W={size:100,type:WidthType.PERCENTAGE};
const p=(t,o={})=>new Paragraph({children:[new TextRun({text:t,...o})]});
const cell=(ch,fill,o={})=>new TableCell({children:ch.length?ch:[p('')],...(fill?{shading:{type:ShadingType.CLEAR,fill,color:'auto'}}:{}),...o});
const table=(rows)=>new Table({width:W,rows});
const blocks=bs=>bs.flatMap(([k,v])=>k==='p'?[p(v)]:k==='h'?[p(v,{bold:true})]:k==='b'?v.map(x=>new Paragraph({text:x,bullet:{level:0}})):[table(v.map(r=>new TableRow({children:r.map(c=>cell([p(c)]))}))),p('')]);
const out=[];
const peopleT=q=>table([new TableRow({tableHeader:true,children:q.columns.map(c=>cell([p(c,{bold:true})],'D9D9D9'))}),...[...q.people.filter(r=>r.length>1),['','','',''],['','','','']].map(r=>new TableRow({children:r.map(c=>cell([p(c)]))}))]);
if(F.layout==='g1'){
 out.push(table([new TableRow({children:[cell([p('Ministry of Justice',{bold:true,size:36,color:'FFFFFF'}),p('Data Access Group',{color:'FFFFFF'})],'003366')]})]),new Paragraph({text:F.title,heading:HeadingLevel.TITLE}),
  table([new TableRow({children:[cell([p('How to fill in this form',{bold:true}),p('Answer in the white boxes. Tick by replacing the box. Write N/A where a question is not applicable; leave none blank.',{italics:true})],'F2F2F2')]})]));
 for(const s of F.sections){
  out.push(new Paragraph({text:`Section ${s.number}. ${s.title}`,heading:HeadingLevel.HEADING_1}));
  if(s.when)out.push(p('Complete this section only if it applies to the data or the route that you chose in section 1.',{italics:true}));
  for(const q of s.questions){
   const head=new TableRow({children:[cell([p(`${q.number}  ${q.label}`,{bold:true}),...(q.note?[p(q.note,{italics:true,size:18})]:[])],'E7E6E6')]});
   if(q.people){out.push(table([head]),s.on?peopleT(q):p(''),p(''));continue}
   let a;
   if(q.options)a=[...q.options.map(([k,t,on])=>p(`${on?'☒':'☐'} ${t}`)),...blocks(q.rest)];
   else if(q.fields)a=q.fields.map(f=>new Paragraph({children:[new TextRun({text:f+': ',bold:true}),new TextRun(q.values[f]||'')]}));
   else a=blocks(q.blocks);
   out.push(table([head,new TableRow({children:[cell(a)]})]),p(''));
  }}
}else{
 out.push(new Paragraph({text:F.title,heading:HeadingLevel.TITLE}),p('Put a Y against each option that applies.'));
 for(const s of F.sections){
  out.push(new Paragraph({text:`${String.fromCharCode(64+s.number)}: ${s.title}`,heading:HeadingLevel.HEADING_2}));
  if(!s.on){out.push(p('Not applicable'));continue}
  for(const q of s.questions){
   out.push(new Paragraph({children:[new TextRun({text:`Q${q.number} `,bold:true}),new TextRun({text:q.label,bold:true})]}));
   if(q.note)out.push(p(q.note,{italics:true}));
   if(q.people){out.push(peopleT(q));continue}
   if(q.options){out.push(table(q.options.map(([k,t,on])=>new TableRow({children:[cell([p(on?'Y':'')]),cell([p(t)])]}))),...blocks(q.rest));continue}
   if(q.fields){out.push(table(q.fields.map(f=>new TableRow({children:[cell([p(f)],'EEEEEE'),cell([p(q.values[f]||'')])]}))));continue}
   const b=q.blocks; if(b.length&&b[0][0]==='p')out.push(new Paragraph({children:[new TextRun({text:'Answer: ',bold:true}),new TextRun(b[0][1])]}),...blocks(b.slice(1))); else out.push(p('Answer:',{bold:true}),...blocks(b));
  }}
}
const doc=new Document({creator:'Form',sections:[{headers:{default:new Header({children:[p('OFFICIAL')]})},footers:{default:new Footer({children:[new Paragraph({children:[new TextRun('Secure access form, edition 2024-01, page '),new TextRun({children:[PageNumber.CURRENT]})]})]})},children:out}]});
Packer.toBuffer(doc).then(b=>fs.writeFileSync(dest,b));
