import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { ChevronLeft, ChevronRight } from "lucide-react"
import { useEffect } from "react"
import { IconButton } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { bytes } from "../../lib/format.ts"
import { contentLimit, fileAddressQuery } from "./api.ts"
import { type AttachedFile, contentAddress, type Place } from "./requests.ts"

type Props = {
  place: Place
  images: AttachedFile[]
  /** The id of the one that is shown. */
  shown: string
  onShow: (id: string | undefined) => void
}

/** An image at its size, or as large as fits; the arrow keys go to the others. */
export default function Preview({ place, images, shown, onShow }: Props) {
  const at = images.findIndex((image) => image.id === shown)
  const image = images[at]
  useEffect(() => {
    // It was deleted meanwhile.
    if (!image) onShow(undefined)
  }, [image, onShow])
  useEffect(() => {
    const turn = (event: KeyboardEvent) => {
      const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0
      const next = step !== 0 && images[at + step]
      if (next) onShow(next.id)
    }
    window.addEventListener("keydown", turn)
    return () => window.removeEventListener("keydown", turn)
  }, [images, at, onShow])
  if (!image) return null
  const [before, after] = [images[at - 1], images[at + 1]]
  const size = bytes(image.file.file_size)
  return (
    <Dialog
      open
      size="full"
      onOpenChange={(open) => !open && onShow(undefined)}
      title={image.file.file_name}
      description={images.length > 1 ? t`${size} · ${{ position: at + 1 }} of ${{ count: images.length }}` : size}
    >
      <div className="flex items-center gap-2">
        {images.length > 1 && (
          <IconButton label={t`The image before`} disabled={!before} onClick={() => before && onShow(before.id)}>
            <ChevronLeft size={16} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <div className="grid h-[70vh] min-w-0 flex-1 place-items-center overflow-hidden rounded-sm bg-sunken">
          <Picture key={image.id} place={place} image={image} />
        </div>
        {images.length > 1 && (
          <IconButton label={t`The next image`} disabled={!after} onClick={() => after && onShow(after.id)}>
            <ChevronRight size={16} className="rtl:-scale-x-100" />
          </IconButton>
        )}
      </div>
    </Dialog>
  )
}

function Picture({ place, image }: { place: Place; image: AttachedFile }) {
  const large = image.file.file_size > contentLimit
  const address = useQuery(fileAddressQuery(place, image))
  if (address.isError) {
    return (
      <p role="alert" className="p-4 text-muted">
        {t`The image could not be read. Close this and try again.`}
      </p>
    )
  }
  const source = large ? address.data : contentAddress(place, image.id)
  if (!source) return <Skeleton className="h-full w-full" />
  return <img src={source} alt={image.file.file_name} className="max-h-[70vh] max-w-full object-contain" />
}
