"""What lies on the clipboard as HTML after copying from …, and the body that is meant by it."""

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:Calibri;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'>
<!--StartFragment-->
<h1>The landing<o:p></o:p></h1>
<p class=MsoNormal><span lang=EN-US style='font-family:"Arial",sans-serif;mso-fareast-font-family:"Times New Roman"'>They
are <del cite="mailto:Anna" datetime="2026-11-24T10:00">nearly </del><ins cite="mailto:Anna"><b
style='mso-bidi-font-weight:normal'>down</b></ins><span class=MsoCommentReference><![if !supportAnnotations]><a
class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[AB1]</a><![endif]></span>, says <a href="https://www.nasa.gov/">Nasa</a>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Fuel
is low<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Crew
is well<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p
class=MsoCommentText>Can we say this?<o:p></o:p></p></div></div></div>
<!--EndFragment-->
</body></html>"""
FROM_WORD = (
    "<h4>The landing</h4>"
    '<p>They are <strong>down</strong>, says <a href="https://www.nasa.gov/">Nasa</a>.</p>'
    "<ul><li>Fuel is low</li><li>Crew is well</li></ul><ol><li>First</li></ol>"
)

GOOGLE_DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-6f1c7a51-7fff-0d3e-2f0a-0d6f3c1b2a11"><h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span
style="font-size:16pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;">The landing</span></h2><p dir="ltr"
style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;font-weight:400;white-space:pre-wrap;">They are </span><span
style="font-size:11pt;font-weight:700;white-space:pre-wrap;">down</span><span style="font-weight:400;font-style:normal;">, says
</span><a href="https://www.nasa.gov/" style="text-decoration:none;"><span style="font-weight:400;color:#1155cc;text-decoration:underline;">Nasa</span></a><span
style="font-weight:400;font-style:italic;"> just now</span></p><br /><ul style="margin-top:0;padding-inline-start:48px;"><li
dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" style="line-height:1.38;" role="presentation"><span
style="font-weight:400;">Fuel is low</span></p></li><ul style="margin-top:0;"><li dir="ltr" aria-level="2"><p dir="ltr"
role="presentation"><span style="font-weight:400;">Two per cent</span></p></li></ul></ul></b>"""
FROM_GOOGLE_DOCS = (
    "<h4>The landing</h4>"
    '<p>They are <strong>down</strong>, says <a href="https://www.nasa.gov/">Nasa</a> <em>just now</em></p>'
    "<ul><li>Fuel is low</li><li>Two per cent</li></ul>"
)

WEB_PAGE = """<html><body><!--StartFragment--><article class="story" onclick="x()"><header><h1 class="title">The landing</h1>
<p class="meta">By <a href="/authors/7" rel="author">A. Writer</a></p></header>
<img src="https://example.org/pixel.gif" width="1" height="1"><figure><img src="https://example.org/moon.jpg"
alt="The Moon"></figure><p style="color: rgb(0, 0, 0); font-size: 18px;">They are <span class="hl">down</span>, says
<a href="https://www.nasa.gov/" target="_blank" onclick="track()">Nasa</a> <a href="javascript:alert(1)">(here)</a>.</p>
<script>steal()</script><div hidden>Subscribe!</div>
<table><tbody><tr><td>Speed</td><td>0 m/s</td></tr></tbody></table>
<ul><li>Fuel<ul><li>is low</li></ul></li><li>Crew</li></ul>
<blockquote><div>The Eagle has landed.</div></blockquote></article><!--EndFragment--></body></html>"""
FROM_WEB_PAGE = (
    "<h4>The landing</h4><p>By A. Writer</p>"
    '<p>They are down, says <a href="https://www.nasa.gov/">Nasa</a> (here).</p>'
    "<p>Speed</p><p>0 m/s</p><ul><li>Fuel</li><li>is low</li><li>Crew</li></ul>"
    "<blockquote><p>The Eagle has landed.</p></blockquote>"
)

MAIL = """<meta http-equiv="content-type" content="text/html; charset=utf-8"><div dir="ltr"><div
style="display:none;max-height:0">Preview text nobody sees</div><div>Hello desk,</div><div><br></div><div>they are
down.<br><br>More soon.<br>At nine.<br></div><div><br clear="all"></div><div>-- <br></div><div dir="ltr"
class="gmail_signature"><div dir="ltr"><b>Anna Berg</b><br><a href="mailto:anna@example.org"
target="_blank">anna@example.org</a></div></div><div class="gmail_quote"><blockquote class="gmail_quote" type="cite"
style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)"><div>Are they down?</div><div>Tell us.</div></blockquote></div></div>"""
FROM_MAIL = (
    "<p>Hello desk,</p><p>they are down.</p><p>More soon.<br>At nine.</p><p>--</p>"
    '<p><strong>Anna Berg</strong><br><a href="mailto:anna@example.org">anna@example.org</a></p>'
    "<blockquote><p>Are they down?</p><p>Tell us.</p></blockquote>"
)

CLIPBOARDS = {
    "Word": (WORD, FROM_WORD),
    "Google Docs": (GOOGLE_DOCS, FROM_GOOGLE_DOCS),
    "a web page": (WEB_PAGE, FROM_WEB_PAGE),
    "a mail": (MAIL, FROM_MAIL),
}
